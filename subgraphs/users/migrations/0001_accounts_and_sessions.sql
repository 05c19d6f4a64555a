-- Up Migration

CREATE TABLE accounts (
  id uuid PRIMARY KEY,
  username text NOT NULL,
  email text NOT NULL,
  -- A PHC string: algorithm, parameters, salt and hash.
  password_hash text NOT NULL,
  display_name text NOT NULL,
  time_zone text NOT NULL,
  units text NOT NULL DEFAULT 'METRIC',
  birth_date date,
  sex text,
  weight_kilograms double precision,
  height_centimeters double precision,
  resting_heart_rate_bpm integer,
  max_heart_rate_bpm integer,
  default_visibility text NOT NULL DEFAULT 'ONLY_ME',
  -- Counts changes of the profile: what other domains compare by.
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL
);
-- Names and addresses are unique whatever their case. Two registrations at once: the second fails on these.
CREATE UNIQUE INDEX accounts_username_key ON accounts (lower(username));
CREATE UNIQUE INDEX accounts_email_key ON accounts (lower(email));

CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  -- When a token was last made; the session is over when this is too long ago.
  last_used_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX sessions_of_account ON sessions (account_id, last_used_at DESC);

-- One row for each refresh token ever handed out, so that a second use of one is known as such.
CREATE TABLE refresh_tokens (
  -- SHA-256 of the token: whoever reads this table cannot use it.
  token_hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id, created_at);
