import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { MAX_SCHEDULES } from '../../domain/training/limits.ts';
import { findProfile } from '../../profiles.ts';
import type { RecordingTools } from '../../recordings/tools.ts';
import type { Schedule, SchedulePart } from '../../store/schedules.ts';
import { planShape, readPlan } from './planInput.ts';

/** Plans a workout, once or by a recurrence rule. */
export const scheduleWorkout = defineAction({
  input: z.object(planShape),
  run: async (context: Context, input) => {
    const { now, recordings } = context;
    const { userId: ownerId } = requirePerson(context.viewer);
    const plan = readPlan(input, input.timeZone ?? (await timeZoneOf(recordings, ownerId)), now());
    if (!plan.ok) return plan;
    // One after the other in this process: so that many at once are counted, too.
    return recordings.oneAtATime(`plans of ${ownerId}`, () => keep(context, ownerId, plan.value));
  },
});

const timeZoneOf = async (tools: RecordingTools, ownerId: string): Promise<string> =>
  (await findProfile({ ...tools, waitMs: tools.profileWaitMs }, ownerId, true))?.timeZone ?? 'UTC';

async function keep(
  { schedules }: Context,
  ownerId: string,
  plan: SchedulePart,
): Promise<Outcome<{ scheduledWorkout: Schedule }>> {
  const known = await schedules.list(ownerId, { after: undefined, limit: MAX_SCHEDULES });
  if (known.length >= MAX_SCHEDULES) {
    return refused('LIMIT_REACHED', `At most ${MAX_SCHEDULES} workouts can be planned: cancel some first.`);
  }
  const scheduledWorkout = { _id: uuidv7(), ownerId, version: 1, since: null, chapters: [], ...plan };
  failpoint('workouts.schedule.before-insert');
  await schedules.insert(scheduledWorkout);
  failpoint('workouts.schedule.inserted');
  return done({ scheduledWorkout });
}
