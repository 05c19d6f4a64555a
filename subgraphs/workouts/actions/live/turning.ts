import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done } from '#platform/problems.ts';
import { moment } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { isRunning } from '../../domain/live/running.ts';
import { startOf } from '../../domain/live/start.ts';
import { decideTurn } from '../../domain/live/turn.ts';
import { notRunning } from '../../live/record.ts';
import { showLive, type ShownWorkout } from '../../live/shown.ts';
import { liveTopic, type LiveTools } from '../../live/tools.ts';
import type { LiveWorkout } from '../../store/liveWorkouts.ts';
import { ownLive } from './own.ts';

const inputSchema = z.object({ workoutId: z.string(), at: moment().nullish() });

/** Makes the action that brings a running workout into a state; one that is in it already stays as it is. */
const turnTo = (wanted: 'RECORDING' | 'PAUSED') =>
  defineAction({
    input: inputSchema,
    run: async ({ viewer, live, now }: Context, input) => {
      const { userId } = requirePerson(viewer);
      return untilUnchanged(`workout ${input.workoutId}`, async () => {
        const found = await ownLive(live.lives, input.workoutId, userId);
        if (!found.ok) return found;
        const known = found.value;
        if (!isRunning(known)) return notRunning('workoutId');
        const view = await live.views.get(known);
        const startedAt = startOf(known, view.firstAt);
        // Who began by a clock that is ahead may say so at once.
        const at = input.at ?? new Date(Math.max(now().getTime(), startedAt));
        const turn = decideTurn({ ...known, startedAt }, wanted, at, now());
        if (!turn.ok) return turn;
        if (turn.value === 'STAYS') return done({ workout: showLive(known, view) });
        failpoint('workouts.live.before-turn');
        const turned = await live.lives.turn(known, at.getTime(), now());
        failpoint('workouts.live.turned');
        // Where another call was faster, what it did decides what is left to do.
        return turned && done({ workout: await shown(live, turned) });
      });
    },
  });

async function shown({ views, notices }: LiveTools, turned: LiveWorkout): Promise<ShownWorkout> {
  notices.send(liveTopic(turned._id), { version: turned.version });
  return showLive(turned, await views.soon(turned));
}

/** Pauses a running workout. */
export const pauseWorkout = turnTo('PAUSED');
/** Goes on with a paused workout. */
export const resumeWorkout = turnTo('RECORDING');
