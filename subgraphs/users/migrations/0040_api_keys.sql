-- Up Migration

-- Keys by which a person's devices and their bridges send data.
CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name text NOT NULL,
  -- SHA-256 of the key. The key itself is shown once and kept nowhere.
  key_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX api_keys_of_account ON api_keys (account_id, id);
