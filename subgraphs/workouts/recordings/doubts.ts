import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { touchedBy } from '../domain/crossChecks.ts';
import { ABOUT_OTHERS, type Flag } from '../domain/flags.ts';
import type { Leftover } from '../store/leftovers.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { changedEvents, tellsNothingNew } from './events.ts';
import { doubtsBeside, neighbourOf, neighboursOf } from './neighbours.ts';
import type { RecordingTools } from './tools.ts';

type Tools = Pick<RecordingTools, 'workouts' | 'list' | 'wakeRelay' | 'now'>;

type Span = NonNullable<Leftover['span']>;

/**
 * Looks anew at what a person's other workouts make doubtful about one, where one is new, gone or stands elsewhere: at all
 * that lie where it was or is, or come next after that. May be done again.
 *
 * @throws when a workout changes all the time
 */
export async function recountDoubts(tools: Tools, ownerId: string, spans: readonly Span[]): Promise<void> {
  const touched = new Set<string>();
  for (const { startedAt, endedAt } of spans) {
    const span = { startedAt: startedAt.getTime(), endedAt: endedAt.getTime() };
    const around = await neighboursOf(tools, { id: '', ownerId }, span);
    for (const { id } of touchedBy(span, around)) touched.add(id);
  }
  for (const id of touched) await recount(tools, id);
}

const recount = (tools: Tools, id: string): Promise<true> =>
  untilUnchanged(`workout ${id}`, async () => {
    const known = await tools.workouts.get(id);
    const flags = known && (await flagsAnew(tools, known));
    if (!flags) return true;
    const wanted = { ...known, flags, version: known.version + 1 };
    const events = tellsNothingNew(known, wanted) ? [] : changedEvents(wanted, tools.now());
    if (await tools.workouts.amend(known, { flags }, events)) tools.wakeRelay();
    // Once more after that: another may have come or gone meanwhile.
    return undefined;
  });

/** The flags a workout is to have; undefined when it has them. */
async function flagsAnew(tools: Tools, known: Workout): Promise<Flag[] | undefined> {
  const place = neighbourOf(known);
  const doubts = place ? doubtsBeside(place, await neighboursOf(tools, { ...known, id: known._id }, place)) : [];
  const isAboutOthers = ({ code }: Flag): boolean => ABOUT_OTHERS.includes(code);
  const codesOf = (flags: readonly Flag[]): string => flags.map(({ code }) => code).join();
  if (codesOf(known.flags.filter(isAboutOthers)) === codesOf(doubts)) return undefined;
  return [...known.flags.filter((each) => !isAboutOthers(each)), ...doubts];
}
