-- Up Migration

-- Who has an account, as heard of.
CREATE TABLE people (id uuid PRIMARY KEY);

-- Whether one of two people blocked the other, as heard of last. The row is also the lock under which the room of the two
-- is opened, and closed by a block.
CREATE TABLE pairs (
  -- The lower and the higher of the two ids.
  low_id uuid NOT NULL,
  high_id uuid NOT NULL,
  -- Of what is between the two, as users count it; 0 before anything was heard.
  version integer NOT NULL DEFAULT 0,
  -- Null while neither blocked the other.
  blocker_id uuid,
  PRIMARY KEY (low_id, high_id)
);
CREATE INDEX pairs_blocked_low ON pairs (low_id) WHERE blocker_id IS NOT NULL;
CREATE INDEX pairs_blocked_high ON pairs (high_id) WHERE blocker_id IS NOT NULL;

-- A direct room is of two people: one room for each pair.
ALTER TABLE rooms ADD COLUMN low_id uuid, ADD COLUMN high_id uuid, ADD CONSTRAINT rooms_pair_key UNIQUE (low_id, high_id);
-- The newest message is another for each reader: of those blocked none is seen.
ALTER TABLE rooms DROP COLUMN last_message_id;
