-- Up Migration

-- A group session's room, made by whichever of its events comes first.
ALTER TABLE rooms ADD COLUMN group_session_id uuid CONSTRAINT rooms_group_session_key UNIQUE;

-- Whether what a room is of is no more: nobody comes into it again, and nothing names it.
ALTER TABLE rooms ADD COLUMN is_closed boolean NOT NULL DEFAULT false;
UPDATE rooms SET is_closed = true WHERE kind IN ('COMPETITION', 'SQUAD') AND title IS NULL AND title_version > 0;

-- What was heard last of somebody in a squad or a group session; the role is null when they left, and the row keeps older events out.
CREATE TABLE heard_members (
  room_id uuid NOT NULL REFERENCES rooms ON DELETE CASCADE,
  user_id uuid NOT NULL,
  version integer NOT NULL,
  role text,
  PRIMARY KEY (room_id, user_id)
);
CREATE INDEX heard_members_of_user ON heard_members (user_id);
INSERT INTO heard_members SELECT rooms.id, user_id, version, role FROM squad_people JOIN rooms USING (squad_id);
DROP TABLE squad_people;
