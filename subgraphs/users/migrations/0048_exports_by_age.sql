-- Up Migration

-- Exports that were over long ago are looked for too: they are forgotten.
DROP INDEX data_exports_open;
CREATE INDEX data_exports_by_age ON data_exports (status, requested_at, id);
