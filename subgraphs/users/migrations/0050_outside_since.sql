-- Up Migration

-- Until when tokens of an issuer that names no sessions are none of this one: when the one before it was ended.
ALTER TABLE sessions ADD COLUMN outside_since timestamptz;
