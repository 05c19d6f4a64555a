import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused, tryLater } from '#platform/problems.ts';
import { moment } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { isInFuture } from '../../domain/live/future.ts';
import { isRunning } from '../../domain/live/running.ts';
import { startOf } from '../../domain/live/start.ts';
import type { LiveView } from '../../domain/live/view.ts';
import { LONGEST_SECONDS } from '../../domain/times.ts';
import { finish } from '../../live/finish.ts';
import { notRunning } from '../../live/record.ts';
import { showLive } from '../../live/shown.ts';
import type { LiveWorkout } from '../../store/liveWorkouts.ts';
import { ownLive } from './own.ts';
import { createPatience, LATER, PATIENCE_MS } from '../../live/patience.ts';

const RETRY_AFTER_SECONDS = 5;

/** Ends a running workout, and answers what it has become. Asked again, it answers the same. */
export const finishWorkout = defineAction({
  input: z.object({ workoutId: z.string(), endedAt: moment().nullish() }),
  run: async (context: Context, { workoutId, endedAt = null }) => {
    const { live, workouts, now } = context;
    const { userId } = requirePerson(context.viewer);
    const patience = createPatience(PATIENCE_MS);
    return untilUnchanged(`workout ${workoutId}`, async () => {
      const found = await ownLive(live.lives, workoutId, userId);
      if (!found.ok) return found;
      const own = found.value;
      if (own.status === 'ABANDONED') return notRunning('workoutId');
      let ended: LiveWorkout | undefined = own;
      if (isRunning(own)) {
        if (endedAt) {
          const view = await patience.whileIn(live.views.upToDate(own));
          if (view === LATER) return tryLater(RETRY_AFTER_SECONDS, 'It is not known yet which sample is the last.');
          const wrong = judgeEnd(own, view, endedAt, now());
          if (wrong) return wrong;
        }
        failpoint('workouts.finish.before-end');
        ended = await live.lives.end(own, { endedAt, closedAt: now() });
        if (!ended) return undefined;
        failpoint('workouts.finish.ended');
      }
      const becameId = own.workoutId ?? (await patience.whileIn(finish(live, own._id)));
      // It may be done by now; who waited so long does not wait for another look.
      if (becameId === LATER) return done({ workout: showLive(ended, await live.views.get(ended)) });
      const workout = becameId === undefined ? undefined : await workouts.get(becameId);
      return workout ? done({ workout }) : notRunning('workoutId');
    });
  },
});

function judgeEnd(live: LiveWorkout, { firstAt, lastAt }: LiveView, endedAt: Date, now: Date) {
  const startedAt = startOf(live, firstAt);
  if (endedAt.getTime() < startedAt) return refused('INVALID_INPUT', 'The workout began later than this.', 'endedAt');
  if (endedAt.getTime() < (lastAt ?? startedAt))
    return refused('INVALID_INPUT', 'Samples were recorded later than this.', 'endedAt');
  if (endedAt.getTime() > startedAt + LONGEST_SECONDS * 1000)
    return refused('INVALID_INPUT', 'This lies more than a week after its start.', 'endedAt');
  if (isInFuture(endedAt, now)) return refused('INVALID_INPUT', 'This lies in the future.', 'endedAt');
  return undefined;
}
