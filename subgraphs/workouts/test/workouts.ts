import { v7 as uuidv7 } from 'uuid';
import { UNKNOWN } from '../live/shown.ts';
import { workoutSchema, type Workout } from '../store/workoutDocument.ts';

/** A workout document with some of its fields told. */
export const workoutOf = (fields: Partial<Workout>): Workout => workoutSchema.parse({ ...plain(), ...fields });

const plain = () => ({
  ...UNKNOWN,
  _id: uuidv7(),
  ownerId: uuidv7(),
  version: 1,
  sourceKey: `file:${uuidv7()}`,
  importId: uuidv7(),
  source: 'FILE',
  title: 'Morning run',
  visibility: 'ONLY_ME',
  createdAt: new Date(0),
  listPosition: `${new Date(0).toISOString()} x`,
  sport: 'RUNNING',
  status: 'COMPLETED',
  startedAt: null,
  timeZone: 'UTC',
  elapsedSeconds: null,
  distanceMeters: null,
  format: 'FIT',
  formulaVersion: 1,
  fileKey: 'uploads/x',
  trackKey: 'tracks/x',
});
