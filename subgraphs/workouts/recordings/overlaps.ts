import { crossWorkoutFlags } from '../domain/crossChecks.ts';
import type { Flag } from '../domain/flags.ts';
import { changedEvents, neighbourOf, tellsNothingNew } from '../imports/makeWorkout.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { neighboursOf } from './analysing.ts';
import type { RecordingTools } from './tools.ts';

type Tools = Pick<RecordingTools, 'workouts' | 'list' | 'wakeRelay' | 'now'>;

/** How often a workout is looked at again that somebody else changes at the same time. */
const TRIES = 5;

/**
 * Looks anew at a person's workouts that are doubtful since they overlap with another, where one has taken place that is gone
 * or stands elsewhere: the doubt goes where nothing is left to overlap with. May be done again.
 *
 * @throws when a workout changes all the time
 */
export async function recountOverlaps(
  tools: Tools,
  ownerId: string,
  { startedAt, endedAt }: { readonly startedAt: Date; readonly endedAt: Date },
): Promise<void> {
  const span = { startedAt: startedAt.getTime(), endedAt: endedAt.getTime() };
  for (const { id } of await neighboursOf(tools, { id: '', ownerId }, span)) await recount(tools, id);
}

async function recount(tools: Tools, id: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const known = await tools.workouts.get(id);
    if (!known?.flags.some(({ code }) => code === 'OVERLAP') || (await stillOverlaps(tools, known))) return;
    const flags: Flag[] = known.flags.filter(({ code }) => code !== 'OVERLAP');
    const wanted = { ...known, flags, version: known.version + 1 };
    const events = tellsNothingNew(known, wanted) ? [] : changedEvents(wanted, tools.now());
    if (await tools.workouts.amend(known, { flags }, events)) {
      tools.wakeRelay();
      return;
    }
  }
  throw new Error(`workout ${id} changes all the time`);
}

async function stillOverlaps(tools: Tools, known: Workout): Promise<boolean> {
  const place = neighbourOf(known);
  if (!place) return false;
  const others = await neighboursOf(tools, { ...known, id: known._id }, place);
  return crossWorkoutFlags(place, others).some(({ code }) => code === 'OVERLAP');
}
