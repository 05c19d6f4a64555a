-- Up Migration

-- What each workout adds to its owner's goals, as last heard of. One that is gone or not believed has no date: its row
-- stays, so that an older event cannot bring it back.
CREATE TABLE workout_contributions (
  workout_id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  version integer NOT NULL,
  local_date date,
  sport text,
  moving_seconds double precision,
  distance_meters double precision,
  kilocalories double precision,
  elevation_gain_meters double precision
);
-- A window of a goal is one range of this index.
CREATE INDEX workout_contributions_of_day ON workout_contributions (owner_id, local_date);

CREATE TABLE goals (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  metric text NOT NULL,
  target_value double precision NOT NULL,
  -- Empty: all of them.
  sports text[] NOT NULL,
  -- The first window, both days in it.
  start_date date NOT NULL,
  target_date date NOT NULL,
  -- Null: there is but one window.
  recurrence text,
  created_at timestamptz NOT NULL,
  -- The date where the person was; null while it is not.
  abandoned_on date
);
CREATE INDEX goals_of_account ON goals (account_id, id DESC);

-- One row for each window whose target was reached. It stays when a workout is deleted later.
CREATE TABLE goal_achievements (
  goal_id uuid NOT NULL REFERENCES goals ON DELETE CASCADE,
  window_index integer NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  -- Counts the achievements of the person from 1: what listeners are told by.
  position bigint NOT NULL,
  achieved_at timestamptz NOT NULL,
  PRIMARY KEY (goal_id, window_index),
  UNIQUE (account_id, position)
);

-- How far the person was told of achievements, on whatever device; and each session of theirs that listened.
ALTER TABLE accounts ADD COLUMN goals_told_until bigint NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN goals_told_until bigint;
