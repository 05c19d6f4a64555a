-- Up Migration

-- What is kept of a person. The row is also the lock under which everything that can change the person's scores is done:
-- workouts that arrive and competitions that are joined at once wait for each other.
CREATE TABLE people (
  id uuid PRIMARY KEY,
  -- From the newest profile heard of; null before the first.
  time_zone text,
  profile_version integer NOT NULL DEFAULT 0
);

CREATE TABLE competitions (
  id uuid PRIMARY KEY,
  organizer_id uuid NOT NULL,
  title text NOT NULL,
  description text,
  metric text NOT NULL,
  -- For FASTEST_EFFORT, and only there.
  effort_distance_meters double precision,
  -- Empty: all.
  sports text[] NOT NULL,
  -- Empty: all.
  sources text[] NOT NULL,
  minimum_distance_meters double precision,
  minimum_seconds integer,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  time_zone text NOT NULL,
  visibility text NOT NULL,
  -- For INVITE, and only there.
  invite_code text,
  counts_workouts_before_joining boolean NOT NULL,
  target double precision,
  grace_period_seconds integer NOT NULL,
  status text NOT NULL CHECK (status IN ('UPCOMING', 'ACTIVE', 'ENDED', 'FINAL')),
  -- When the status changes next; null when it is FINAL.
  due_at timestamptz,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  CHECK (starts_at < ends_at),
  CHECK ((metric = 'FASTEST_EFFORT') = (effort_distance_meters IS NOT NULL)),
  CHECK ((visibility = 'INVITE') = (invite_code IS NOT NULL)),
  CHECK ((status = 'FINAL') = (due_at IS NULL))
);
-- What the clock looks for.
CREATE INDEX competitions_due ON competitions (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE participations (
  id uuid PRIMARY KEY,
  competition_id uuid NOT NULL REFERENCES competitions (id),
  user_id uuid NOT NULL,
  joined_at timestamptz NOT NULL,
  -- Grows with every change of what follows.
  version integer NOT NULL,
  -- In the metric's unit; null without a counting workout, as is reached_at.
  score double precision,
  reached_at timestamptz,
  activity_count integer NOT NULL,
  completed_at timestamptz,
  CHECK ((score IS NULL) = (reached_at IS NULL)),
  CONSTRAINT participations_once UNIQUE (user_id, competition_id)
);
-- Pages of participants, and all of them at the end.
CREATE INDEX participations_in_order ON participations (competition_id, joined_at, id);

-- The figures of people's workouts, as heard of last. A deleted workout stays as a tombstone with its version, so that an
-- older event that comes late does not bring it back.
CREATE TABLE workouts (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  version integer NOT NULL,
  -- All that follows is null in a tombstone.
  sport text,
  source text,
  started_at timestamptz,
  ended_at timestamptz,
  local_date date,
  moving_seconds double precision,
  distance_meters double precision,
  kilocalories double precision,
  elevation_gain_meters double precision,
  -- Whether no flag of it is HARD.
  believed boolean,
  best_efforts jsonb
);
-- The workouts of a person in a competition's window.
CREATE INDEX workouts_of_person ON workouts (owner_id, started_at) WHERE started_at IS NOT NULL;
