import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused, tryLater, type Outcome } from '#platform/problems.ts';
import { line } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { requireSender, type Viewer } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { isRunning } from '../../domain/live/running.ts';
import { holds } from '../../domain/live/sequences.ts';
import { EMPTY_VIEW } from '../../domain/live/view.ts';
import { SPORTS } from '../../domain/sport.ts';
import { findProfile } from '../../profiles.ts';
import { finish } from '../../live/finish.ts';
import { newSamples, notRunning, recordSamples, type Recorded } from '../../live/record.ts';
import { showLive, showToDevice, type ShownWorkout } from '../../live/shown.ts';
import { sequencesOf } from '../../store/liveWorkouts.ts';
import { samplesInput } from './inputs.ts';
import { createPatience, LATER, PATIENCE_MS, type Patience } from '../../live/patience.ts';

const MAX_NAME_LENGTH = 200;
/** More would be batches that nobody closes; they close themselves after a while. */
const MAX_OPEN = 100;
const RETRY_AFTER_SECONDS = 5;

const inputSchema = z.object({
  deviceId: line(MAX_NAME_LENGTH),
  batchId: line(MAX_NAME_LENGTH),
  sport: z.enum(SPORTS).nullish(),
  samples: samplesInput,
  last: z.boolean(),
});
type Input = z.infer<typeof inputSchema>;

/** Keeps what a device sends of a batch; closed, the batch becomes a workout. What has come before changes nothing. */
export const ingestDeviceData = defineAction({
  input: inputSchema,
  run: async (context: Context, input) => {
    const { userId } = requireSender(context.viewer);
    const { live } = context;
    const patience = createPatience(PATIENCE_MS);
    // The name of the batch stands for the workout it becomes.
    const allowed = await live.limits.take(userId, `${userId} ${input.deviceId} ${input.batchId}`);
    if (!allowed.ok) return allowed;
    // One after the other in this process: so that many at once are counted, too.
    const begun = await context.recordings.oneAtATime(`batches of ${userId}`, () => begin(context, userId, input));
    if (!begun.ok) return begun;
    const id = begun.value;
    const known = await live.lives.get(id);
    if (!known) throw new Error(`batch ${id} is there, and is not`);
    if (!isRunning(known)) return afterwards(context, id, input, patience);
    const recorded = await recordSamples(live, known, input.samples, input.last);
    if (!recorded.ok) {
      // Closed by another call meanwhile, which may have brought the same.
      return recorded.problems.some(({ code }) => code === 'WORKOUT_NOT_RUNNING')
        ? afterwards(context, id, input, patience)
        : recorded;
    }
    if (known.sport === null && input.sport) await live.lives.nameSport(id, input.sport);
    failpoint('workouts.device.sport-named');
    const closed = input.last ? await close(context, id, patience) : null;
    const workout = closed === LATER ? showEnding(recorded.value) : closed;
    return accepted(context.viewer, input, workout);
  },
});

const showEnding = ({ live, view }: Recorded) => showLive({ ...live, status: 'FINISHING' }, view);

/** The answer to samples that are kept. */
const accepted = ({ kind }: Viewer, { samples }: Input, workout: ShownWorkout | null) =>
  done({
    acceptedSamples: samples.length,
    workout: workout && kind === 'device' ? showToDevice(workout) : workout,
  });

/** Of a batch that is closed: what is in it is acknowledged again, and what has come too late is refused. */
async function afterwards(context: Context, id: string, input: Input, patience: Patience) {
  const workout = await close(context, id, patience);
  // What is in it is not known before its workout is made.
  if (workout === LATER) return tryLater(RETRY_AFTER_SECONDS, 'The batch is being closed.');
  const known = await context.live.lives.get(id);
  if (!known || !workout) return notRunning('batchId');
  const kept = sequencesOf(known);
  const late = input.samples.findIndex(({ sequence }) => kept !== undefined && !holds(kept, sequence));
  if (late >= 0)
    return refused('WORKOUT_NOT_RUNNING', 'The batch was closed without this.', 'samples', String(late), 'sequence');
  return accepted(context.viewer, input, workout);
}

async function begin({ live, now }: Context, ownerId: string, input: Input): Promise<Outcome<string>> {
  const { deviceId, batchId, sport = null, samples } = input;
  const batch = { ownerId, deviceId, batchId };
  const known = await live.deviceBatches.find(batch);
  if (known !== undefined && (await live.lives.get(known))) return done(known);
  // Begun with nothing, and nothing coming after that, it could not be closed.
  const judged = newSamples(EMPTY_VIEW, { ...input, last: true }, now());
  if (!judged.ok) return judged;
  const open = (await live.lives.openOf(ownerId)).filter(({ source }) => source === 'DEVICE');
  if (open.length >= MAX_OPEN)
    return refused('LIMIT_REACHED', `At most ${MAX_OPEN} batches may be open at once.`, 'batchId');
  const profile = await findProfile({ ...live, waitMs: live.profileWaitMs }, ownerId);
  // Behind all that may refuse it: what is refused leaves nothing.
  const id = await live.deviceBatches.begin(batch, uuidv7());
  failpoint('workouts.device.named');
  const first = Math.min(now().getTime(), ...samples.map(({ at }) => at));
  await live.lives.create({
    _id: id,
    ownerId,
    source: 'DEVICE',
    sport,
    title: null,
    visibility: profile?.defaultVisibility ?? 'ONLY_ME',
    isVisibilityGiven: false,
    timeZone: profile?.timeZone ?? 'UTC',
    startedAt: new Date(first),
    createdAt: now(),
  });
  failpoint('workouts.device.begun');
  return done(id);
}

const close = ({ live, workouts, now }: Context, id: string, patience: Patience) =>
  untilUnchanged(`batch ${id}`, async () => {
    const known = await live.lives.get(id);
    if (!known) throw new Error(`batch ${id} is there, and is not`);
    if (isRunning(known) && !(await live.lives.end(known, { endedAt: null, closedAt: now() }))) return undefined;
    failpoint('workouts.device.closed');
    const becameId = await patience.whileIn(finish(live, id));
    if (becameId === LATER) return LATER;
    return becameId === undefined ? null : ((await workouts.get(becameId)) ?? null);
  });
