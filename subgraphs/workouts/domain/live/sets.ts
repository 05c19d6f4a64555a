import type { Sample } from './sample.ts';

/** So many times in a row the same exercise. */
export type ExerciseSet = { readonly exercise: string | null; readonly repetitions: number };

/** More are not kept; the last one goes on counting. */
const MOST_SETS = 100;

/**
 * The sets with a further sample. Repetitions count up within a set: with another exercise, or a count that falls, the next
 * set begins.
 */
export function addToSets(
  sets: readonly ExerciseSet[],
  { exercise, repetitions }: Pick<Sample, 'exercise' | 'repetitions'>,
): readonly ExerciseSet[] {
  if (repetitions === null) return sets;
  const last = sets.at(-1);
  const goesOn = last?.exercise === exercise && repetitions >= last.repetitions;
  if (goesOn || sets.length === MOST_SETS) return [...sets.slice(0, -1), { exercise, repetitions }];
  return [...sets, { exercise, repetitions }];
}

/** Sets as a workout keeps them among its metrics, as JSON; null without any. */
export const metricsOf = (sets: readonly ExerciseSet[]): string | null =>
  sets.length === 0 ? null : JSON.stringify({ sets });

/** All repetitions; null without any set. */
export const allRepetitions = (sets: readonly ExerciseSet[]): number | null =>
  sets.length === 0 ? null : sets.reduce((sum, { repetitions }) => sum + repetitions, 0);
