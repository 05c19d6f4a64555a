-- Up Migration

-- States are published before events: they are found though many events wait.
CREATE INDEX outbox_states ON outbox (position) WHERE body IS NULL;
