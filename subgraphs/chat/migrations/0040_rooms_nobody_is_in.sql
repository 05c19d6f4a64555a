-- Up Migration

-- A room goes with the last who is in it; so do those that were left before that was so. Where a block keeps two people out of
-- theirs, both may come back while both have an account.
DELETE FROM rooms WHERE NOT EXISTS (SELECT FROM room_members WHERE room_id = rooms.id)
  AND (kind = 'GROUP' OR (kind = 'DIRECT' AND EXISTS (SELECT FROM forgotten_people WHERE id IN (low_id, high_id))));

-- Of squads that are no more nothing is kept but that.
CREATE TEMPORARY TABLE dissolved ON COMMIT DROP AS
  SELECT id FROM rooms WHERE kind = 'SQUAD' AND title IS NULL AND title_version > 0
    AND NOT EXISTS (SELECT FROM room_members WHERE room_id = rooms.id);
DELETE FROM messages WHERE room_id IN (SELECT id FROM dissolved);
DELETE FROM room_events WHERE room_id IN (SELECT id FROM dissolved);
