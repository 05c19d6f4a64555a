import { z } from 'zod';
import { pollOnNotice, type Notice, type Notices } from '#platform/events/notices.ts';
import type { LiveWorkout } from '../store/liveWorkouts.ts';
import { liveTopic } from './tools.ts';

/** So long at most a listener does not see a step whose notice was lost, as when a process dies before it sends it. */
const LOOK_ANYWAY_MS = 5000;

/** A running workout that has moved on. Whoever may not see it any more leaves: nothing else is said to them then. */
export interface LiveStep {
  readonly id: string;
  leave(): void;
}

interface Tools {
  readonly lives: { get(id: string): Promise<Pick<LiveWorkout, 'version' | 'isOpen'> | undefined> };
  readonly notices: Notices;
}

/** Says, at once and whenever a running workout has moved on, that it is to be looked at; ends when the workout is over. */
export const followLive = ({ lives, notices }: Tools, id: string): AsyncIterableIterator<LiveStep> =>
  pollOnNotice(notices, { topic: liveTopic(id), everyMs: LOOK_ANYWAY_MS }, (wakes) => stepsOf(lives, id, wakes));

async function* stepsOf(lives: Tools['lives'], id: string, wakes: AsyncIterable<Notice>): AsyncGenerator<LiveStep> {
  let hasLeft = false;
  const leave = (): void => {
    hasLeft = true;
  };
  /** The version that was told last, and whether all of it was there to be shown: it is noticed when it is, and may be seen before. */
  let [told, isWhole] = [-1, true];
  for await (const notice of wakes) {
    const live = await lives.get(id);
    const { version: noticed, isAnew } = saidIn(notice);
    // That it is gone is to be seen, too.
    const isNew = !live || live.version > told;
    if (isNew || isAnew || (!isWhole && noticed >= told)) yield { id, leave };
    if (!live?.isOpen || hasLeft) return;
    isWhole = noticed >= live.version || (isWhole && !isNew);
    told = live.version;
  }
}

/** `isAnew`: what is shown of the version is another than it was. */
const said = z.object({ version: z.int(), isAnew: z.boolean().default(false) });
const saidIn = (notice: Notice): z.infer<typeof said> =>
  (notice.kind === 'notice' ? said.safeParse(notice.data).data : undefined) ?? { version: -1, isAnew: false };
