-- Up Migration

-- Sessions that nobody uses any more are looked for among everybody's; an issuer's that was ended here stays.
CREATE INDEX sessions_by_last_use ON sessions (last_used_at) WHERE revoked_at IS NULL OR outside_key IS NULL;
