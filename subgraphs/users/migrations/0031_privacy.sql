-- Up Migration

-- Who sees what. New workouts are as default_visibility says; of those somebody may see, routes and heart rates can be
-- kept back besides. The profile is seen by friends, what is of the body by nobody else until its person decides.
ALTER TABLE accounts ADD COLUMN map_visibility text NOT NULL DEFAULT 'EVERYONE';
ALTER TABLE accounts ADD COLUMN heart_rate_visibility text NOT NULL DEFAULT 'EVERYONE';
ALTER TABLE accounts ADD COLUMN profile_visibility text NOT NULL DEFAULT 'FRIENDS';
ALTER TABLE accounts ADD COLUMN birth_date_visibility text NOT NULL DEFAULT 'ONLY_ME';
ALTER TABLE accounts ADD COLUMN sex_visibility text NOT NULL DEFAULT 'ONLY_ME';
ALTER TABLE accounts ADD COLUMN body_visibility text NOT NULL DEFAULT 'ONLY_ME';

-- Places around which routes are hidden from others.
CREATE TABLE privacy_zones (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  title text,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  radius_meters double precision NOT NULL,
  -- The circle that is hidden: it holds the one above and has another centre (domain/privacyZone.ts).
  hidden_latitude double precision NOT NULL,
  hidden_longitude double precision NOT NULL,
  hidden_radius_meters double precision NOT NULL
);
CREATE INDEX privacy_zones_of_account ON privacy_zones (account_id);
