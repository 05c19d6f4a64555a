-- Up Migration

CREATE TABLE rooms (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  -- One room for each competition, whichever of its events comes first.
  competition_id uuid CONSTRAINT rooms_competition_key UNIQUE,
  -- Null until the competition's creation was heard of.
  title text,
  -- The sequence of the newest event. Counted up under this row's lock, which is held until the event is committed: so
  -- whoever reads the log never meets a gap that is filled later.
  last_sequence bigint NOT NULL DEFAULT 0,
  last_message_id uuid,
  -- When the newest message was posted; when the room was made, until there is one.
  active_at timestamptz NOT NULL
);

CREATE TABLE room_members (
  room_id uuid NOT NULL REFERENCES rooms ON DELETE CASCADE,
  user_id uuid NOT NULL,
  role text NOT NULL,
  -- The sequence of the event by which they came.
  joined_sequence bigint NOT NULL,
  -- The sequence of the newest message they have read; 0 before the first.
  read_sequence bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (room_id, user_id)
);
CREATE INDEX room_members_of_user ON room_members (user_id);
CREATE INDEX room_members_in_order ON room_members (room_id, joined_sequence);

CREATE TABLE messages (
  id uuid PRIMARY KEY,
  room_id uuid NOT NULL REFERENCES rooms ON DELETE CASCADE,
  -- The sequence of the event by which it came: messages of a room are ordered by it.
  sequence bigint NOT NULL,
  author_id uuid NOT NULL,
  client_message_id text NOT NULL,
  -- Null once deleted.
  body text,
  reply_to_id uuid,
  sent_at timestamptz NOT NULL,
  edited_at timestamptz,
  deleted_at timestamptz,
  -- The same message sent to a room again is the same message.
  CONSTRAINT messages_client_key UNIQUE (room_id, author_id, client_message_id)
);
CREATE UNIQUE INDEX messages_in_order ON messages (room_id, sequence);
-- Counts what is unread from the index alone.
CREATE INDEX messages_to_read ON messages (room_id, sequence) INCLUDE (author_id) WHERE deleted_at IS NULL;

-- Everything that happened in a room, numbered from 1 without gaps.
CREATE TABLE room_events (
  room_id uuid NOT NULL REFERENCES rooms ON DELETE CASCADE,
  sequence bigint NOT NULL,
  kind text NOT NULL,
  -- The message of MessagePosted, MessageEdited, MessageDeleted and ReadMarkerMoved.
  message_id uuid,
  -- The person of ReadMarkerMoved and MemberJoined.
  user_id uuid,
  happened_at timestamptz NOT NULL,
  PRIMARY KEY (room_id, sequence)
);
