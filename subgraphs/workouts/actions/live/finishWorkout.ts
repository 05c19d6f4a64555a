import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused } from '#platform/problems.ts';
import { moment } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { LONGEST_SECONDS } from '../../domain/times.ts';
import { finish } from '../../live/finish.ts';
import { notRunning } from '../../live/record.ts';
import { showLive } from '../../live/shown.ts';
import type { LiveWorkout } from '../../store/liveWorkouts.ts';
import { isRunning, ownLive } from './own.ts';

/** A clock may be a little ahead. */
const AHEAD_MS = 5 * 60_000;
/** How long a caller waits for the figures: less than the gateway does. */
const PATIENCE_MS = 8000;
const LATER = Symbol('later');
/** How often one is looked at again that goes on at the same time. */
const TRIES = 20;

/** Ends a running workout, and answers what it has become. Asked again, it answers the same. */
export const finishWorkout = defineAction({
  input: z.object({ workoutId: z.string(), endedAt: moment().nullish() }),
  run: async (context: Context, { workoutId, endedAt = null }) => {
    const { live, workouts, now } = context;
    const { userId } = requirePerson(context.viewer);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const own = await ownLive(live.lives, workoutId, userId);
      if ('ok' in own) return own;
      if (own.status === 'ABANDONED') return notRunning('workoutId');
      if (isRunning(own)) {
        const wrong = judgeEnd(own, endedAt, now());
        if (wrong) return wrong;
        failpoint('workouts.finish.before-end');
        if (!(await live.lives.end(own, { endedAt, closedAt: now() }))) continue;
        failpoint('workouts.finish.ended');
      }
      const becameId = await unlessLong(finish(live, own._id));
      if (becameId === LATER) {
        const ending = await live.lives.get(own._id);
        if (ending?.status !== 'FINISHING') continue;
        return done({ workout: showLive(ending, await live.views.get(ending._id, ending.timer)) });
      }
      const workout = becameId === undefined ? undefined : await workouts.get(becameId);
      return workout ? done({ workout }) : notRunning('workoutId');
    }
    throw new Error(`workout ${workoutId} changes all the time`);
  },
});

/** What is under way goes on; nobody waits for it any more. */
async function unlessLong<Result>(work: Promise<Result>): Promise<Result | typeof LATER> {
  const waited = new AbortController();
  try {
    return await Promise.race([work, delay(PATIENCE_MS, LATER, { signal: waited.signal })]);
  } finally {
    waited.abort();
  }
}

function judgeEnd({ startedAt }: LiveWorkout, endedAt: Date | null, now: Date) {
  if (endedAt === null) return undefined;
  if (endedAt < startedAt) return refused('INVALID_INPUT', 'The workout began later than this.', 'endedAt');
  if (endedAt.getTime() > startedAt.getTime() + LONGEST_SECONDS * 1000)
    return refused('INVALID_INPUT', 'This lies more than a week after its start.', 'endedAt');
  if (endedAt.getTime() > now.getTime() + AHEAD_MS)
    return refused('INVALID_INPUT', 'This lies in the future.', 'endedAt');
  return undefined;
}
