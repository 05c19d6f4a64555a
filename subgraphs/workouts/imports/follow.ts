import { z } from 'zod';
import { pollOnNotice, type Notice, type Notices } from '#platform/events/notices.ts';
import { isOver, type WorkoutImport } from '../store/importDocument.ts';
import type { ImportStore } from '../store/imports.ts';
import { importTopic } from './worker.ts';

const stepSchema = z.object({ kind: z.literal('notice'), data: z.object({ version: z.int() }) });

/** So long at most a listener does not see a step whose notice was lost, as when a process dies before it sends it. */
const LOOK_ANYWAY_MS = 2000;

/**
 * A state of an archive may be asked for each of its files, and each of their workouts: so it is told the less often the
 * more it holds. About a millisecond a file, by the length of what is noted of them, and so long at most.
 */
const BYTES_PER_REST_MS = 100;
const MAX_REST_MS = 5000;

/** What an import is followed with. */
interface Tools {
  readonly imports: Pick<ImportStore, 'recall'>;
  readonly notices: Notices;
  readonly now: () => Date;
}

/**
 * An import as it stands, at once and when it has come further, until it is done, which is always told at once; of an archive
 * that was cancelled, until it is told what was done of it. Undefined when there is none that this person may follow.
 */
export async function followImport(
  { imports, notices, now }: Tools,
  id: string,
  personId: string,
): Promise<AsyncIterableIterator<WorkoutImport> | undefined> {
  if ((await imports.recall(id, 0))?.ownerId !== personId) return undefined;
  const look = (version: number): Promise<WorkoutImport | undefined> => imports.recall(id, version);
  const polling = { topic: importTopic(id), everyMs: LOOK_ANYWAY_MS };
  return pollOnNotice(notices, polling, (wakes) => statesOf(look, wakes, now));
}

async function* statesOf(
  look: (version: number) => Promise<WorkoutImport | undefined>,
  wakes: AsyncIterable<Notice>,
  now: () => Date,
): AsyncGenerator<WorkoutImport> {
  let shown: WorkoutImport | undefined;
  let restUntil = 0;
  for await (const notice of wakes) {
    const version = shown ? tellsOf(notice) : 0;
    if (shown && version <= shown.version) continue;
    const state = await look(version);
    if (!state) return;
    if (shown && state.version < shown.version) continue;
    // With nothing to tell, it may be held no longer.
    if (state.version !== shown?.version) {
      // The next step shows more, or the next look.
      if (shown && state.isOpen && performance.now() < restUntil) continue;
      restUntil = performance.now() + restMsOf(state);
      yield state;
    }
    shown = state;
    if (isOver(shown, now())) return;
  }
}

const restMsOf = ({ archive }: WorkoutImport): number =>
  Math.min((archive?.length ?? 0) / BYTES_PER_REST_MS, MAX_REST_MS);

/** Which version a notice tells of; the latest of all where it does not say. */
const tellsOf = (notice: Notice): number => stepSchema.safeParse(notice).data?.data.version ?? Infinity;
