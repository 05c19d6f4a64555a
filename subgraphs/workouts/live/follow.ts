import { looks, type Notices } from '#platform/events/notices.ts';
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
  { lives, notices }: { lives: Pick<LiveStore, 'get'>; notices: Pick<Notices, 'listen'> },
  id: string,
): AsyncGenerator<LiveStep> {
  let hasLeft = false;
  const leave = (): void => {
    hasLeft = true;
  };
  let shown = -1;
  for await (const _look of looks(notices.listen(liveTopic(id)), LOOK_ANYWAY_MS)) {
    const live = await lives.get(id);
    // That it is gone is to be seen, too.
    if (!live || live.version > shown) yield { id, leave };
    if (!live?.isOpen || hasLeft) return;
    shown = live.version;
  }
}
