import { setTimeout } from 'node:timers/promises';
import type { Notices } from '#platform/events/notices.ts';
import type { ImportStore, WorkoutImport } from '../store/imports.ts';
import { importTopic } from './worker.ts';

/** So long at most a listener does not see a step whose notice was lost, as when a process dies before it sends it. */
const LOOK_ANYWAY_MS = 2000;

/**
 * An import as it stands, at once and whenever it has come further, until it is done. Undefined when there is none that
 * this person may follow.
 */
export async function followImport(
  { imports, notices }: { imports: Pick<ImportStore, 'get'>; notices: Notices },
  id: string,
  personId: string,
): Promise<AsyncIterableIterator<WorkoutImport> | undefined> {
  // Listening begins before the first look, so that nothing falls between them.
  const steps = notices.listen(importTopic(id));
  const first = await imports.get(id).catch(async (error: unknown) => {
    await steps.return?.();
    throw error;
  });
  if (first?.ownerId === personId) return statesFrom(first, steps, () => imports.get(id));
  await steps.return?.();
  return undefined;
}

async function* statesFrom(
  first: WorkoutImport,
  steps: AsyncIterator<unknown>,
  look: () => Promise<WorkoutImport | undefined>,
): AsyncGenerator<WorkoutImport> {
  try {
    yield first;
    let shown = first;
    let step = steps.next();
    while (shown.isOpen) {
      const { came } = await firstOf(step);
      if (came) step = steps.next();
      const state = await look();
      if (!state) return;
      if (state.version > shown.version) yield (shown = state);
    }
  } finally {
    await steps.return?.();
  }
}

async function firstOf(step: Promise<unknown>): Promise<{ came: boolean }> {
  const waited = new AbortController();
  try {
    return await Promise.race([
      step.then(() => ({ came: true })),
      setTimeout(LOOK_ANYWAY_MS, { came: false }, { signal: waited.signal }),
    ]);
  } finally {
    waited.abort();
  }
}
