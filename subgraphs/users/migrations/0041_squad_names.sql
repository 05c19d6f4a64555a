-- Up Migration

-- Names of squads stand in the stream SQUADS from now on, and no more in events: those that are there are told.
INSERT INTO outbox (event_id, subject) SELECT gen_random_uuid(), 'squads.' || id FROM squads;
