-- Up Migration

-- Outside identities whose accounts were deleted, as hashes: tokens made before that make no new account. Kept for
-- as long as such tokens may live.
CREATE TABLE closed_identities (
  identity bytea PRIMARY KEY,
  closed_at timestamptz NOT NULL
);
