import { setTimeout as delay } from 'node:timers/promises';
import { withoutDeadline } from '#platform/deadline.ts';
import type { OneAtATime } from '#platform/oneAtATime.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import type { LiveWorkout } from '../store/liveWorkouts.ts';

/** A person's views are made anew for no more than a fifth of the time. */
const RESTS = 4;

/** Has the view of a workout made anew: at once, or when its turn comes. Answers when that was done, or has failed. */
export type RebuildSoon = (workout: Pick<LiveWorkout, '_id' | 'ownerId'>) => Promise<void>;

interface Tools {
  readonly oneAtATime: OneAtATime;
  readonly log: Logger;
  /** When it is over, nothing more is made. */
  readonly signal: AbortSignal;
}

/**
 * Who sends samples that lie before others has views made anew, as often as they like, and that costs the more the longer the
 * workout: so those of one person are made one after the other, with rests. One that waits is not asked for twice.
 */
export function createRebuilding(
  { oneAtATime, log, signal }: Tools,
  rebuild: (workoutId: string) => Promise<void>,
): RebuildSoon {
  const waiting = new Map<string, Promise<void>>();
  const restAfter = async (milliseconds: number): Promise<void> => {
    await delay(RESTS * milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
  };
  return ({ _id, ownerId }) => {
    const known = waiting.get(_id);
    if (known) return known;
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.set(_id, promise);
    const work = async (): Promise<void> => {
      // What comes from now on may not be in it.
      waiting.delete(_id);
      const begunAt = performance.now();
      try {
        if (!signal.aborted) await rebuild(_id);
      } catch (error) {
        log.warn(
          { err: error, workoutId: _id },
          'the view of a workout could not be made anew; who looks next has it tried again',
        );
      }
      resolve();
      await restAfter(performance.now() - begunAt);
    };
    void withoutDeadline(() => oneAtATime(`views of ${ownerId}`, work));
    return promise;
  };
}
