import { isDeepStrictEqual } from 'node:util';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { WorkoutChanged, WorkoutCompleted, WorkoutDeleted } from '#events/workouts.ts';
import type { WorkoutFigures } from '../domain/figures.ts';
import { worstSeverity, type Flag } from '../domain/flags.ts';
import { listPositionOf } from '../domain/listPosition.ts';
import type { Neighbour } from '../domain/recognise.ts';
import { titleAnew, titleOf } from '../domain/title.ts';
import type { PersonProfile } from '../store/profiles.ts';
import type { ImportTarget } from './candidate.ts';
import { fileSource } from '../store/workouts.ts';
import { NOTHING_GIVEN, type NewWorkout, type RecordedFigures, type Workout } from '../store/workoutDocument.ts';

/** A file that was read: its figures, where it came from, and where it and its track lie. */
export interface ReadFile {
  readonly source: Workout['source'];
  readonly figures: WorkoutFigures;
  readonly fileKey: string;
  /** What its owner called the file, and its length as it came; null where there was none. */
  readonly fileName: string | null;
  readonly fileByteLength: number | null;
  readonly trackKey: string;
  /** Of what it unpacks to. */
  readonly sha256: string;
}

/** The part of a workout that comes from its recording. */
export function recordedFigures({ figures, ...file }: ReadFile, flags: readonly Flag[]): RecordedFigures {
  const { name: _name, recordedSport: _recorded, needsTimes, splits: _splits, bounds: _bounds, ...kept } = figures;
  return {
    ...kept,
    source: file.source,
    status: needsTimes ? 'NEEDS_TIMES' : 'COMPLETED',
    startedAt: dateOf(figures.startedAt),
    endedAt: dateOf(figures.endedAt),
    flags: [...flags],
    fileKey: file.fileKey,
    fileName: file.fileName,
    fileByteLength: file.fileByteLength,
    trackKey: file.trackKey,
  };
}

/** The workout that an import makes of a file. */
export function makeWorkout(
  wanted: ImportTarget,
  file: ReadFile,
  flags: readonly Flag[],
  { profile, now }: { profile: PersonProfile | undefined; now: Date },
): NewWorkout {
  const recording = recordedFigures(file, flags);
  return {
    _id: wanted.newWorkoutId,
    ownerId: wanted.ownerId,
    version: 1,
    sourceKey: fileSource(wanted.ownerId, file.sha256),
    importId: wanted._id,
    given: { ...NOTHING_GIVEN, sport: wanted.sport },
    metrics: null,
    title: wanted.title ?? titleOf(file.figures),
    isTitleGiven: wanted.title !== null,
    visibility: wanted.visibility ?? profile?.defaultVisibility ?? 'ONLY_ME',
    createdAt: now,
    listPosition: listPositionOf(recording.startedAt, now, wanted.newWorkoutId),
    formerMonths: [],
    photos: [],
    ...recording,
  };
}

/** What an owner says of a workout beside another recording of it. */
export type SaidBeside = Pick<Workout, 'given'> & Partial<Pick<Workout, 'visibility' | 'title' | 'isTitleGiven'>>;

/**
 * What becomes of a workout when another recording of the same activity takes the place of the one it has, and of what is
 * said beside it.
 */
export function replacementOf(known: Workout, file: ReadFile, flags: readonly Flag[], said: SaidBeside) {
  const recording = recordedFigures(file, flags);
  const listPosition = listPositionOf(recording.startedAt, known.createdAt, known._id);
  return { ...recording, title: titleAnew(known, file.figures), listPosition, ...said };
}

/** What others are told of a new workout: nothing, while it has no usable times. */
export const completedEvents = (workout: NewWorkout, now: Date): Message[] => {
  const data = scoredFigures(workout);
  return data ? [createEvent(WorkoutCompleted, workout._id, data, now)] : [];
};

/** What others are told of a workout whose figures have changed. */
export const changedEvents = (workout: NewWorkout, now: Date): Message[] => {
  const data = scoredFigures(workout);
  return data ? [createEvent(WorkoutChanged, workout._id, data, now)] : [];
};

/** Whether others know a workout as it is, when they were told of it as it was. */
export const tellsNothingNew = (before: NewWorkout, after: NewWorkout): boolean =>
  isDeepStrictEqual(scoredFigures({ ...before, version: 0 }), scoredFigures({ ...after, version: 0 }));

/** What others are told of a workout that is gone. */
export const deletedEvents = ({ _id: workoutId, ownerId, version }: Workout, now: Date): Message[] => [
  createEvent(WorkoutDeleted, workoutId, { version: version + 1, workoutId, ownerId }, now),
];

/** What other domains score and reward by; undefined without usable times. */
function scoredFigures(workout: NewWorkout) {
  const { startedAt, endedAt, localDate, elapsedSeconds, movingSeconds } = workout;
  if (!startedAt || !endedAt || localDate === null || elapsedSeconds === null || movingSeconds === null)
    return undefined;
  return {
    version: workout.version,
    workoutId: workout._id,
    ownerId: workout.ownerId,
    sport: workout.sport,
    source: workout.source,
    visibility: workout.visibility,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    localDate,
    elapsedSeconds,
    movingSeconds,
    distanceMeters: workout.distanceMeters,
    kilocalories: workout.energy?.kilocalories ?? null,
    elevationGainMeters: workout.elevationGainMeters,
    hasPositions: workout.richness.hasGps,
    hasHeartRate: workout.richness.hasHeartRate,
    worstFlag: worstSeverity(workout.flags),
    bestEfforts: workout.bestEfforts
      .filter((effort) => effort.elapsedSeconds > 0)
      .map(({ distanceMeters, elapsedSeconds: seconds }) => ({ distanceMeters, elapsedSeconds: seconds })),
  };
}

/** What must be known of a workout to compare another with it; undefined without usable times. */
export function neighbourOf(workout: NewWorkout): Neighbour | undefined {
  const { _id: id, sport, source, startedAt, endedAt, distanceMeters, startPosition, endPosition, richness } = workout;
  if (!startedAt || !endedAt) return undefined;
  const hasOwnTimes = source !== 'MANUAL' && workout.given.startedAt === null;
  const times = { startedAt: startedAt.getTime(), endedAt: endedAt.getTime(), hasOwnTimes };
  return { id, sport, source, ...times, distanceMeters, startPosition, endPosition, richness };
}

const dateOf = (instant: number | null): Date | null => (instant === null ? null : new Date(instant));
