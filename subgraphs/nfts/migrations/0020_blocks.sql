-- Up Migration

-- Who blocked whom, as heard of last: whoever is blocked gets no reference to the other.
CREATE TABLE blocks (
  blocked_id uuid NOT NULL,
  blocker_id uuid NOT NULL,
  -- Of what is between the two, as users count it.
  version integer NOT NULL,
  stands boolean NOT NULL,
  PRIMARY KEY (blocked_id, blocker_id)
);
CREATE INDEX blocks_by ON blocks (blocker_id);
