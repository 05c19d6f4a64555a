import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { FORMULA_VERSION } from '../domain/figures.ts';
import { amendWorkout } from './amend.ts';
import type { RecordingTools } from './tools.ts';

/** How far a recomputation has come. */
export interface Recomputed {
  /** Workouts computed anew, and those that could not be. */
  readonly done: number;
  readonly failed: number;
}

const BATCH = 100;

/**
 * Computes all workouts anew that were computed by another version of the formulas, from their recordings; what owners have
 * given in place of them stays, and so do visibilities, and titles but those that we made. Each is written with its event in one step, so it may be
 * broken off and begun again at any point: what is done is not looked at again. What fails is told to the log, and left as
 * it is.
 */
export async function recomputeOutdated(
  tools: RecordingTools,
  report: (progress: Recomputed) => void,
  formulaVersion: number = FORMULA_VERSION,
): Promise<Recomputed> {
  let [done, failed, after] = [0, 0, ''];
  for (;;) {
    const ids = await tools.workouts.findOutdated(formulaVersion, after, BATCH);
    for (const id of ids) {
      if (await recomputed(tools, id)) done += 1;
      else failed += 1;
      after = id;
      report({ done, failed });
    }
    if (ids.length < BATCH) return { done, failed };
  }
}

/** Looks again when its owner changes it at the same time. */
async function recomputed(tools: RecordingTools, id: string): Promise<boolean> {
  try {
    await untilUnchanged(`workout ${id}`, async () => {
      const known = await tools.workouts.get(id);
      return known ? amendWorkout(tools, known, { given: known.given }) : null;
    });
    return true;
  } catch (error) {
    tools.log.warn({ err: error, workoutId: id }, 'a workout could not be computed anew');
    return false;
  }
}
