-- Up Migration

CREATE TABLE nfts (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('BADGE', 'COLLECTIBLE')),
  -- What it was awarded for.
  code text NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  metadata_cid text NOT NULL,
  image_cid text NOT NULL,
  awarded_at timestamptz NOT NULL
);
-- A badge once per person and achievement.
CREATE UNIQUE INDEX nfts_badge_key ON nfts (owner_id, code) WHERE kind = 'BADGE';
-- A person's badges, newest first.
CREATE INDEX nfts_of_owner ON nfts (owner_id, kind, awarded_at DESC, id DESC);
