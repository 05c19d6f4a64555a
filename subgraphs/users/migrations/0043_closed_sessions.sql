-- Up Migration

-- Sessions of outside issuers whose accounts were deleted, as hashes of their names: what an issuer makes of them later, when
-- it renews a token by itself, makes no new account. Kept for good: for how long a session is renewed its issuer alone knows.
CREATE TABLE closed_sessions (
  session bytea PRIMARY KEY
);
