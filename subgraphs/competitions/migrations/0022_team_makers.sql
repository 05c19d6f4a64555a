-- Up Migration

-- Who made a team, and so named it; of those that squads had entered before this was kept, nobody knows.
ALTER TABLE teams ADD COLUMN maker_id uuid;
CREATE INDEX teams_of_maker ON teams (maker_id) WHERE maker_id IS NOT NULL;
UPDATE teams SET maker_id = c.organizer_id FROM competitions c
WHERE c.id = teams.competition_id AND c.created_at = teams.created_at;
