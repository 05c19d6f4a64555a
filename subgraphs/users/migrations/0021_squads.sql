-- Up Migration

-- Lasting groups. The row is the lock under which everything about a squad is decided. A dissolved one is gone.
CREATE TABLE squads (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  -- Grows with every event of the squad.
  version integer NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE squad_members (
  squad_id uuid NOT NULL REFERENCES squads ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('OWNER', 'MEMBER')),
  joined_at timestamptz NOT NULL,
  PRIMARY KEY (squad_id, user_id)
);
CREATE INDEX squad_members_in_order ON squad_members (squad_id, joined_at, user_id);
CREATE INDEX squad_members_of_person ON squad_members (user_id, joined_at DESC, squad_id DESC);

CREATE TABLE squad_invitations (
  squad_id uuid NOT NULL REFERENCES squads ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  inviter_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  invited_at timestamptz NOT NULL,
  PRIMARY KEY (squad_id, user_id)
);
CREATE INDEX squad_invitations_of_person ON squad_invitations (user_id, invited_at DESC, squad_id DESC);
