import type { WorkoutFigures } from '../domain/figures.ts';
import type { Flag } from '../domain/flags.ts';
import type { RecordedFigures, Workout } from '../store/workoutDocument.ts';

/** A file that was read: its figures, where it came from, and where it and its track lie. */
export interface ReadFile {
  readonly source: Workout['source'];
  readonly figures: WorkoutFigures;
  readonly fileKey: string;
  /** What its owner called the file, and its length as it came; null where there was none. */
  readonly fileName: string | null;
  readonly fileByteLength: number | null;
  readonly trackKey: string;
}

/** The part of a workout that comes from its recording. */
export function recordedFigures({ figures, ...file }: ReadFile, flags: readonly Flag[]): RecordedFigures {
  const { name: _name, needsTimes, ...kept } = figures;
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

const dateOf = (instant: number | null): Date | null => (instant === null ? null : new Date(instant));
