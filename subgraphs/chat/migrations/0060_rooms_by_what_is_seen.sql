-- Up Migration

-- The newest message is another for each reader, so a room keeps only when it was made: its id begins with that, in ms.
ALTER TABLE rooms RENAME COLUMN active_at TO made_at;
UPDATE rooms SET made_at =
  timestamptz 'epoch' + ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint * interval '1 millisecond';
