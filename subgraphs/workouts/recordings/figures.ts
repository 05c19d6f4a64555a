import type { WorkoutFigures } from '../domain/figures.ts';
import type { Flag } from '../domain/flags.ts';
import { listPositionOf } from '../domain/listPosition.ts';
import type { Neighbour } from '../domain/recognise.ts';
import { titleAnew } from '../domain/title.ts';
import type { NewWorkout, RecordedFigures, Workout } from '../store/workoutDocument.ts';

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

/** What must be known of a workout to compare another with it; undefined without usable times. */
export function neighbourOf(workout: NewWorkout): Neighbour | undefined {
  const { _id: id, sport, source, startedAt, endedAt, distanceMeters, startPosition, endPosition, richness } = workout;
  if (!startedAt || !endedAt) return undefined;
  const hasOwnTimes = source !== 'MANUAL' && workout.given.startedAt === null;
  const times = { startedAt: startedAt.getTime(), endedAt: endedAt.getTime(), hasOwnTimes };
  return { id, sport, source, ...times, distanceMeters, startPosition, endPosition, richness };
}

const dateOf = (instant: number | null): Date | null => (instant === null ? null : new Date(instant));
