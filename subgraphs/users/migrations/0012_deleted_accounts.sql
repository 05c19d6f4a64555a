-- Up Migration

-- Ids that belonged to somebody: never used again, and known as a deleted person. Nothing else is kept.
CREATE TABLE deleted_accounts (
  id uuid PRIMARY KEY,
  deleted_at timestamptz NOT NULL
);
