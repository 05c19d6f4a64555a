import { v7 as uuidv7 } from 'uuid';
import type { EventData } from '#events/define.ts';
import { WorkoutChanged, WorkoutCompleted, WorkoutDeleted } from '#events/workouts.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { localDate } from '../domain/calendar.ts';

/** A workout as its events tell it. */
export type Figures = EventData<typeof WorkoutChanged>;
/** A run of today, somebody's; the first version of it. */
export const figures = (ownerId: string, changes: Partial<Figures> = {}): Figures => ({
  version: 1,
  workoutId: uuidv7(),
  ownerId,
  sport: 'RUNNING',
  source: 'FILE',
  visibility: 'ONLY_ME',
  startedAt: '2026-05-01T06:00:00.000Z',
  endedAt: '2026-05-01T07:00:00.000Z',
  localDate: localDate(new Date(), 'UTC'),
  elapsedSeconds: 3600,
  movingSeconds: 3000,
  distanceMeters: 6000,
  kilocalories: 500,
  elevationGainMeters: 100,
  hasPositions: true,
  hasHeartRate: false,
  worstFlag: null,
  bestEfforts: [],
  ...changes,
});
/** The event that tells of a workout. */
export const message = (data: Figures): Message =>
  data.version === 1
    ? createEvent(WorkoutCompleted, data.workoutId, data, new Date())
    : createEvent(WorkoutChanged, data.workoutId, data, new Date());
/** The event that tells that a workout is gone. */
export const deletion = ({ workoutId, ownerId }: Figures, version: number): Message =>
  createEvent(WorkoutDeleted, workoutId, { version, workoutId, ownerId }, new Date());
