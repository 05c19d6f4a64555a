-- Up Migration

-- An account made by an outside identity has no password, and no address unless the issuer has verified one.
ALTER TABLE accounts ALTER COLUMN email DROP NOT NULL;
ALTER TABLE accounts ALTER COLUMN password_hash DROP NOT NULL;
ALTER TABLE accounts ADD COLUMN email_confirmed_at timestamptz;

-- What a mailed link proves: that whoever shows the token reads the mail of an address. Good once, and not for ever.
CREATE TABLE mailed_tokens (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  purpose text NOT NULL CHECK (purpose IN ('CONFIRM_EMAIL', 'RESET_PASSWORD')),
  -- The address it was sent to: it proves nothing of another.
  email text NOT NULL,
  -- SHA-256 of the token. The token itself is nowhere: it is made of the id and a secret when the mail is written.
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX mailed_tokens_of_account ON mailed_tokens (account_id, purpose);

-- Mails not sent yet, written in the transaction that decides on them. The id is the message id.
CREATE TABLE mails (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  kind text NOT NULL,
  recipient text NOT NULL,
  token_id uuid REFERENCES mailed_tokens ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL
);
CREATE INDEX mails_due ON mails (due_at);

-- Somebody asked to reset the password that belongs to an address. Whether there is an account is looked up later, so
-- that the answer takes as long without one.
CREATE TABLE reset_requests (
  id uuid PRIMARY KEY,
  email text NOT NULL,
  created_at timestamptz NOT NULL
);

-- How much of a limit is used up: one row while anything is. The key is a keyed hash of whom it limits.
CREATE TABLE rate_limits (
  key bytea PRIMARY KEY,
  -- When all is free again; each use puts it off (the generic cell rate algorithm).
  free_at timestamptz NOT NULL
);
CREATE INDEX rate_limits_free ON rate_limits (free_at);
