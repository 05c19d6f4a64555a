import { z } from 'zod';
import { looks, type Notice, type Notices } from '#platform/events/notices.ts';
import { isOver, type ImportStore, type WorkoutImport } from '../store/imports.ts';
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
  readonly imports: Pick<ImportStore, 'get' | 'recall'>;
  readonly notices: Pick<Notices, 'listen'>;
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
  // Listening begins before the first look, so that nothing falls between them.
  const steps = notices.listen(importTopic(id));
  const first = await imports.recall(id, 0).catch(async (error: unknown) => {
    await steps.return?.();
    throw error;
  });
  if (first?.ownerId === personId) return statesFrom(first, steps, (version) => imports.recall(id, version), now);
  await steps.return?.();
  return undefined;
}

async function* statesFrom(
  first: WorkoutImport,
  steps: AsyncIterator<Notice>,
  look: (version: number) => Promise<WorkoutImport | undefined>,
  now: () => Date,
): AsyncGenerator<WorkoutImport> {
  let shown: WorkoutImport | undefined;
  let restUntil = 0;
  for await (const step of looks(steps, LOOK_ANYWAY_MS)) {
    const version = tellsOf(step);
    if (shown && version <= shown.version) continue;
    const state = shown ? await look(version) : first;
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
