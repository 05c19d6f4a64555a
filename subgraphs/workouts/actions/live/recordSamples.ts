import { z } from 'zod';
import { done } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { isRunning } from '../../domain/live/running.ts';
import { highest } from '../../domain/live/sequences.ts';
import { notRunning, recordSamples as record } from '../../live/record.ts';
import { showLive } from '../../live/shown.ts';
import { samplesInput } from './inputs.ts';
import { ownLive } from './own.ts';

/** Keeps samples of a running workout: they are on disk when this answers. */
export const recordSamples = defineAction({
  input: z.object({ workoutId: z.string(), samples: samplesInput }),
  run: async ({ viewer, live }: Context, { workoutId, samples }) => {
    const { userId } = requirePerson(viewer);
    const found = await ownLive(live.lives, workoutId, userId);
    if (!found.ok) return found;
    const own = found.value;
    const allowed = await live.limits.take(userId, own._id);
    if (!allowed.ok) return allowed;
    if (!isRunning(own)) return notRunning('workoutId');
    const recorded = await record(live, own, samples);
    if (!recorded.ok) return recorded;
    const { view } = recorded.value;
    return done({ acceptedSequence: highest(view.sequences), workout: showLive(recorded.value.live, view) });
  },
});
