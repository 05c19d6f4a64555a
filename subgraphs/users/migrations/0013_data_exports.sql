-- Up Migration

-- Archives of all that is kept of a person. Not bound to the account: the archive must be removed after it.
CREATE TABLE data_exports (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('PENDING', 'READY', 'EXPIRED')),
  requested_at timestamptz NOT NULL,
  ready_at timestamptz,
  byte_length bigint
);
CREATE INDEX data_exports_of_account ON data_exports (account_id, requested_at DESC);
CREATE INDEX data_exports_open ON data_exports (status, requested_at) WHERE status <> 'EXPIRED';
-- One at a time.
CREATE UNIQUE INDEX data_exports_pending ON data_exports (account_id) WHERE status = 'PENDING';
