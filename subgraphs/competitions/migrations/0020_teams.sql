-- Up Migration

-- Who is in which squad, as heard of from users. Each column only grows, so that events may come in any order.
CREATE TABLE squad_members (
  squad_id uuid NOT NULL,
  user_id uuid NOT NULL,
  -- The versions of the squad at which they last came and last left: they are in it while the first is the higher one.
  joined_version integer NOT NULL DEFAULT 0,
  left_version integer NOT NULL DEFAULT 0,
  -- What they were told to be last, and at which version; null before that is heard.
  role text,
  role_version integer NOT NULL DEFAULT 0,
  PRIMARY KEY (squad_id, user_id)
);
CREATE INDEX squad_members_of_person ON squad_members (user_id);

CREATE TABLE teams (
  id uuid PRIMARY KEY,
  competition_id uuid NOT NULL REFERENCES competitions (id),
  name text NOT NULL,
  -- Whose members alone may play for it; null for a team of whoever comes first.
  squad_id uuid,
  max_members integer,
  -- Grows with every change of who plays for it, and of their scores. The row is the lock under which seats are given.
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT teams_squad_once UNIQUE (competition_id, squad_id)
);
CREATE INDEX teams_of_squad ON teams (squad_id) WHERE squad_id IS NOT NULL;

-- The team a participant took a seat in, and of a squad's team the version of the squad at which they had come into it:
-- whoever leaves the squad loses the seat, and has to take one again when they come back.
ALTER TABLE participations ADD COLUMN seat_team_id uuid REFERENCES teams (id), ADD COLUMN seat_version integer;
CREATE INDEX participations_of_team ON participations (seat_team_id, joined_at, id) WHERE seat_team_id IS NOT NULL;

-- Participations with the team they play for: the one of their seat, as long as it holds. When standings become final,
-- seats that do not hold are cleared, and the others stay.
CREATE VIEW parts AS
SELECT p.*, CASE WHEN t.squad_id IS NULL OR c.status = 'FINAL'
  OR (m.joined_version = p.seat_version AND m.left_version < m.joined_version) THEN t.id END AS team_id
FROM participations p
  JOIN competitions c ON c.id = p.competition_id
  LEFT JOIN teams t ON t.id = p.seat_team_id
  LEFT JOIN squad_members m ON m.squad_id = t.squad_id AND m.user_id = p.user_id;
