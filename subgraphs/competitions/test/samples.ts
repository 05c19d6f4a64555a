import { v7 as uuidv7 } from 'uuid';
import type { EventData } from '#events/define.ts';
import type { WorkoutCompleted } from '#events/workouts.ts';
import type { Competition, Metric } from '../domain/competition.ts';
import type { Workout } from '../domain/workout.ts';

/** What a workout's event carries; a run of 5 km in half an hour unless told otherwise. */
export const figures = (
  changes: Partial<EventData<typeof WorkoutCompleted>> = {},
): EventData<typeof WorkoutCompleted> => ({
  version: 1,
  workoutId: uuidv7(),
  ownerId: uuidv7(),
  sport: 'RUNNING',
  source: 'FILE',
  visibility: 'ONLY_ME',
  startedAt: '2026-05-01T06:00:00.000Z',
  endedAt: '2026-05-01T06:30:00.000Z',
  localDate: '2026-05-01',
  elapsedSeconds: 1800,
  movingSeconds: 1750,
  distanceMeters: 5000,
  kilocalories: 400,
  elevationGainMeters: 50,
  hasPositions: true,
  hasHeartRate: false,
  worstFlag: null,
  bestEfforts: [],
  ...changes,
});

/** A competition over the first week of May 2026, under way, that somebody made on the fourth. */
export const competition = (metric: Metric, changes: Partial<Competition> = {}): Competition => ({
  id: uuidv7(),
  organizerId: uuidv7(),
  title: 'May',
  description: null,
  metric,
  effortDistanceMeters: metric === 'FASTEST_EFFORT' ? 1000 : null,
  sports: [],
  sources: [],
  minimumDistanceMeters: null,
  minimumSeconds: null,
  startsAt: new Date('2026-05-01T00:00:00Z'),
  endsAt: new Date('2026-05-08T00:00:00Z'),
  timeZone: 'UTC',
  visibility: 'PUBLIC',
  inviteCode: null,
  countsWorkoutsBeforeJoining: true,
  target: null,
  gracePeriodSeconds: 0,
  status: 'ACTIVE',
  version: 1,
  createdAt: new Date('2026-05-04T12:00:00Z'),
  ...changes,
});

/** A workout as the domain knows it. */
export const workout = (changes: Partial<Workout> = {}): Workout => ({
  id: uuidv7(),
  sport: 'RUNNING',
  source: 'FILE',
  startedAt: new Date('2026-05-01T06:00:00.000Z'),
  endedAt: new Date('2026-05-01T06:30:00.000Z'),
  localDate: '2026-05-01',
  movingSeconds: 1750,
  distanceMeters: 5000,
  kilocalories: 400,
  elevationGainMeters: 50,
  believed: true,
  bestEfforts: [],
  ...changes,
});
