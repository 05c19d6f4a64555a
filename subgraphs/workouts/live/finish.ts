import { setTimeout as delay } from 'node:timers/promises';
import { failpoint } from '#platform/failpoints.ts';
import { leaseOf, whileHeld, type Lease } from '#platform/lease.ts';
import { clearPicture } from '../images/clearing.ts';
import type { LiveWorkout } from '../store/liveWorkouts.ts';
import { keepWorkout } from './keepWorkout.ts';
import { reportedIn } from './reported.ts';
import { liveTopic, type LiveTools } from './tools.ts';

/** After how long it is looked whether another process is done with one, at first and in the end. */
const LOOK_MS = 100;
const LONGEST_LOOK_MS = 2000;
/** How long it is waited for. */
const LONGEST_WAIT_MS = 30_000;

/**
 * Makes the workout of one that was ended, or waits for who does. Answers its id; undefined when there was nothing to keep.
 *
 * @throws when a store fails; then it is tried again by whoever asks next, or by the sweep.
 */
export const finish = (tools: LiveTools, id: string): Promise<string | undefined> =>
  tools.finishing.once(id, () => finishOrWait(tools, id));

async function finishOrWait(tools: LiveTools, id: string): Promise<string | undefined> {
  const giveUpAt = tools.now().getTime() + LONGEST_WAIT_MS;
  for (let lookMs = LOOK_MS; ; lookMs = Math.min(lookMs * 2, LONGEST_LOOK_MS)) {
    const known = await tools.lives.get(id);
    if (known?.status !== 'FINISHING') return known?.workoutId ?? undefined;
    const became = await tools.finishing.inTurn(async () => {
      const taken = await claim(tools, id);
      return taken && { id: await work(tools, taken) };
    });
    if (became) return became.id;
    if (tools.now().getTime() > giveUpAt) throw new Error(`somebody else does not get done with workout ${id}`);
    await delay(lookMs);
  }
}

const leaseFrom = ({ holder, now, leaseMs }: LiveTools): Lease => leaseOf(holder, now(), leaseMs);

const claim = (tools: LiveTools, id: string): Promise<LiveWorkout | undefined> =>
  tools.lives.claim(id, leaseFrom(tools));

function work(tools: LiveTools, live: LiveWorkout): Promise<string | undefined> {
  const { lives, log, holder, leaseMs } = tools;
  const renew = (): Promise<void> => lives.renew(live._id, leaseFrom(tools));
  const failed = (error: unknown): void =>
    log.warn({ err: error, workoutId: live._id }, 'could not go on holding a workout');
  return whileHeld({ leaseMs, renew, failed }, async () => {
    try {
      failpoint('workouts.finish.claimed');
      const workoutId = await keepWorkout(tools, live);
      if (workoutId === undefined) await lives.abandon(live._id, 'FINISHING');
      else await lives.finish(live._id, workoutId, await reported(tools, live));
      failpoint('workouts.finish.noted');
      await forget(tools, live._id);
      return workoutId;
    } catch (error) {
      await lives.release(live._id, holder).catch(() => undefined);
      throw error;
    }
  });
}

/** What was told of it in its group session, before its samples are erased. */
const reported = async ({ views }: LiveTools, live: LiveWorkout): Promise<LiveWorkout['reported']> =>
  live.groupSessionId === null ? null : reportedIn(live, await views.rebuild(live));

/**
 * What was recorded is kept elsewhere, or given up: its samples are erased. They go after the pictures, since it is by them that
 * it is found that a process died on the way.
 */
export async function forget(tools: LiveTools, id: string): Promise<void> {
  const { samples, views, notices, lives } = tools;
  const live = await lives.get(id);
  if (live?.status === 'ABANDONED')
    for (const { mediaId, variantKeys } of live.photos)
      await clearPicture(tools, { _id: mediaId, storageKey: '', variantKeys });
  await samples.forget(id);
  failpoint('workouts.finish.purged');
  await views.forget(id);
  notices.send(liveTopic(id), { over: true });
}

/** Gives up what somebody records, for who looks on as well, and forgets what is kept of their recordings outside the documents. */
export async function forgetPerson(tools: LiveTools, personId: string): Promise<void> {
  for (const { _id } of await tools.lives.allOf(personId)) {
    await tools.lives.abandon(_id, 'RUNNING');
    await forget(tools, _id);
  }
}
