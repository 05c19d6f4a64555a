-- Up Migration

-- Who somebody is at an outside issuer of tokens.
CREATE TABLE outside_identities (
  issuer text NOT NULL,
  subject text NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX outside_identities_of_account ON outside_identities (account_id);

-- A session that outside tokens open is found again by the issuer's name for it; the newest token's time is kept.
ALTER TABLE sessions ADD COLUMN outside_key text;
ALTER TABLE sessions ADD COLUMN token_issued_at timestamptz;
CREATE UNIQUE INDEX sessions_outside_key ON sessions (account_id, outside_key) WHERE outside_key IS NOT NULL;
