import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { clientId, line } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { isInFuture } from '../../domain/live/future.ts';
import { EMPTY_VIEW } from '../../domain/live/view.ts';
import { SPORTS } from '../../domain/sport.ts';
import { MAX_TITLE_LENGTH } from '../../domain/title.ts';
import { VISIBILITIES } from '../../domain/visibility.ts';
import { loadWorkouts } from '../../live/load.ts';
import { notRunning } from '../../live/record.ts';
import { findProfile } from '../../profiles.ts';
import { startInput } from '../startInput.ts';
import { showLive, type ShownWorkout } from '../../live/shown.ts';

/** Watch and phone may record at the same time, and something may have been forgotten. */
const MAX_RUNNING = 10;

const inputSchema = z.object({
  sport: z.enum(SPORTS),
  startedAt: startInput().nullish(),
  title: line(MAX_TITLE_LENGTH).nullish(),
  visibility: z.enum(VISIBILITIES).nullish(),
  clientWorkoutId: clientId().nullish(),
});
type Input = z.infer<typeof inputSchema>;

type Begun = Outcome<{ workout: ShownWorkout }>;

/** Begins a workout that is recorded as it happens, once for each `clientWorkoutId`. */
export const startWorkout = defineAction({
  input: inputSchema,
  run: async (context: Context, input) => {
    const { userId } = requirePerson(context.viewer);
    // One after the other in this process: so that many at once are counted, too.
    return context.recordings.oneAtATime(`starts of ${userId}`, async () => {
      const id = idOf(userId, input);
      return (await begunBefore(context, id)) ?? (await begin(context, id, userId, input));
    });
  },
});

/** What the client calls it decides under which id it runs, so that it begins once however often and wherever it is asked for. */
const idOf = (ownerId: string, { clientWorkoutId }: Input): string =>
  typeof clientWorkoutId === 'string' ? uuidv5(clientWorkoutId, ownerId) : uuidv7();

async function begunBefore({ live }: Context, id: string): Promise<Begun | undefined> {
  if (!(await live.lives.get(id))) return undefined;
  const [found] = await loadWorkouts(live, [id]);
  return found ? done({ workout: found[1] }) : notRunning('clientWorkoutId');
}

async function begin({ live, now }: Context, _id: string, ownerId: string, input: Input): Promise<Begun> {
  const startedAt = input.startedAt ?? now();
  if (isInFuture(startedAt, now())) {
    return refused('INVALID_INPUT', 'This lies in the future.', 'startedAt');
  }
  const running = (await live.lives.openOf(ownerId)).filter(({ source }) => source === 'LIVE');
  if (running.length >= MAX_RUNNING)
    return refused('LIMIT_REACHED', `At most ${MAX_RUNNING} workouts may run at once.`);
  const isVisibilityGiven = (input.visibility ?? null) !== null;
  const profile = await findProfile({ ...live, waitMs: live.profileWaitMs }, ownerId, isVisibilityGiven);
  failpoint('workouts.live.before-start');
  await live.lives.create({
    _id,
    ownerId,
    source: 'LIVE',
    sport: input.sport,
    title: input.title ?? null,
    visibility: input.visibility ?? profile?.defaultVisibility ?? 'ONLY_ME',
    isVisibilityGiven,
    timeZone: profile?.timeZone ?? 'UTC',
    startedAt,
    createdAt: now(),
  });
  failpoint('workouts.live.started');
  const begun = await live.lives.get(_id);
  if (!begun) throw new Error(`workout ${_id} is there, and is not`);
  return done({ workout: showLive(begun, EMPTY_VIEW) });
}
