-- Up Migration

-- Something that events change: how often, and to what.
CREATE TABLE totals (
  name text PRIMARY KEY,
  amount bigint NOT NULL DEFAULT 0
);
