import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused } from '#platform/problems.ts';
import { moment } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { notRunning } from '../../live/record.ts';
import { showLive } from '../../live/shown.ts';
import { liveTopic } from '../../live/tools.ts';
import { isRunning, ownLive } from './own.ts';

/** A clock may be a little ahead. */
const AHEAD_MS = 5 * 60_000;

/** Makes the action that brings a running workout into a state; one that is in it already stays as it is. */
const turnTo = (wanted: 'RECORDING' | 'PAUSED') =>
  defineAction({
    input: z.object({ workoutId: z.string(), at: moment().nullish() }),
    run: async ({ viewer, live, now }: Context, input) => {
      const { userId } = requirePerson(viewer);
      const own = await ownLive(live.lives, input.workoutId, userId);
      if ('ok' in own) return own;
      if (!isRunning(own)) return notRunning('workoutId');
      const at = input.at ?? now();
      const last = own.timer.at(-1)?.at ?? 0;
      if (at.getTime() < last)
        return refused('INVALID_INPUT', 'The workout was paused or resumed later than this.', 'at');
      if (at.getTime() > now().getTime() + AHEAD_MS) return refused('INVALID_INPUT', 'This lies in the future.', 'at');
      failpoint('workouts.live.before-turn');
      const turned = own.status === wanted ? own : await live.lives.turn(own, at.getTime(), now());
      failpoint('workouts.live.turned');
      if (!turned) return notRunning('workoutId');
      // Samples recorded by then may lie in the pause: what is shown is made anew.
      const view = await live.views.rebuild(own._id, turned.timer);
      live.notices.send(liveTopic(own._id), { version: turned.version });
      return done({ workout: showLive(turned, view) });
    },
  });

/** Pauses a running workout. */
export const pauseWorkout = turnTo('PAUSED');
/** Goes on with a paused workout. */
export const resumeWorkout = turnTo('RECORDING');
