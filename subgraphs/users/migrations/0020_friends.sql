-- Up Migration

-- What is between two people. One row a pair, whoever asked, accepted or blocked: the row is the lock under which
-- everything between the two is decided, so requests, answers and blocks at one moment come one after the other.
-- The row stays, so that versions go on growing when two become friends again.
CREATE TABLE pairs (
  id uuid PRIMARY KEY,
  -- The lower and the higher of the two ids.
  low_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  high_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  -- Who asked whom, while there is no answer.
  requester_id uuid,
  addressee_id uuid,
  requested_at timestamptz,
  friends_since timestamptz,
  -- Who blocked whom. Never both ways: whoever is blocked finds nobody to block.
  blocker_id uuid,
  blocked_id uuid,
  blocked_at timestamptz,
  version integer NOT NULL,
  CONSTRAINT pairs_once UNIQUE (low_id, high_id),
  CHECK (low_id < high_id),
  CHECK (num_nonnulls(requester_id, addressee_id, requested_at) IN (0, 3)),
  CHECK (num_nonnulls(blocker_id, blocked_id, blocked_at) IN (0, 3)),
  -- One thing at a time: a request, a friendship, or a block.
  CHECK (num_nonnulls(requested_at, friends_since, blocked_at) <= 1)
);
CREATE INDEX pairs_low_friends ON pairs (low_id, friends_since DESC, id DESC) WHERE friends_since IS NOT NULL;
CREATE INDEX pairs_high_friends ON pairs (high_id, friends_since DESC, id DESC) WHERE friends_since IS NOT NULL;
CREATE INDEX pairs_requests_in ON pairs (addressee_id, requested_at DESC, id DESC) WHERE requested_at IS NOT NULL;
CREATE INDEX pairs_requests_out ON pairs (requester_id, requested_at DESC, id DESC) WHERE requested_at IS NOT NULL;
CREATE INDEX pairs_blocks ON pairs (blocker_id, blocked_at DESC, id DESC) WHERE blocked_at IS NOT NULL;
-- By whom somebody is blocked.
CREATE INDEX pairs_blocked ON pairs (blocked_id) WHERE blocked_at IS NOT NULL;

-- Both ways of every friendship.
CREATE VIEW friends AS
  SELECT low_id AS user_id, high_id AS friend_id, friends_since AS since, id FROM pairs WHERE friends_since IS NOT NULL
  UNION ALL
  SELECT high_id, low_id, friends_since, id FROM pairs WHERE friends_since IS NOT NULL;

-- Searching by username: what it begins with, in order, and what it holds.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX accounts_username_prefix ON accounts (lower(username) COLLATE "C");
CREATE INDEX accounts_username_trigrams ON accounts USING gin (lower(username) gin_trgm_ops);
