-- Up Migration

-- A squad's room, made by whichever of its events comes first.
ALTER TABLE rooms ADD COLUMN squad_id uuid CONSTRAINT rooms_squad_key UNIQUE;
-- The version of the squad that named the room; an older name does not come back.
ALTER TABLE rooms ADD COLUMN title_version integer NOT NULL DEFAULT 0;

-- What was heard last of somebody in a squad; the role is null when they left, and the row keeps older events out.
CREATE TABLE squad_people (
  squad_id uuid NOT NULL,
  user_id uuid NOT NULL,
  version integer NOT NULL,
  role text,
  PRIMARY KEY (squad_id, user_id)
);
