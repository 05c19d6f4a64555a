import { setTimeout } from 'node:timers/promises';
import type { Notices } from '#platform/events/notices.ts';
import type { LiveStore } from '../store/liveWorkouts.ts';
import { liveTopic } from './tools.ts';

/** So long at most a listener does not see a step whose notice was lost, as when a process dies before it sends it. */
const LOOK_ANYWAY_MS = 5000;

/** A running workout that has moved on. Whoever may not see it any more leaves: nothing else is said to them then. */
export interface LiveStep {
  readonly id: string;
  leave(): void;
}

/** Says, at once and whenever a running workout has moved on, that it is to be looked at; ends when the workout is over. */
export async function* followLive(
  { lives, notices }: { lives: LiveStore; notices: Notices },
  id: string,
): AsyncGenerator<LiveStep> {
  let hasLeft = false;
  const leave = (): void => {
    hasLeft = true;
  };
  const steps = notices.listen(liveTopic(id));
  try {
    let step = steps.next();
    for (let shown = -1; ;) {
      const live = await lives.get(id);
      // That it is gone is to be seen, too.
      if (!live || live.version > shown) yield { id, leave };
      if (!live?.isOpen || hasLeft) return;
      shown = live.version;
      const waited = new AbortController();
      const came = await Promise.race([
        step.then(() => true),
        setTimeout(LOOK_ANYWAY_MS, false, { signal: waited.signal }),
      ]);
      waited.abort();
      if (came) step = steps.next();
    }
  } finally {
    await steps.return?.();
  }
}
