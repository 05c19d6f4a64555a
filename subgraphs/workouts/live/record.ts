import { failpoint } from '#platform/failpoints.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { refused, done, type Outcome } from '#platform/problems.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { DeviceDataReceived } from '#events/workouts.ts';
import type { Sample } from '../domain/live/sample.ts';
import { countOf, holds } from '../domain/live/sequences.ts';
import { advance, type LiveView } from '../domain/live/view.ts';
import type { LiveWorkout } from '../store/liveWorkouts.ts';
import { liveTopic, type LiveTools } from './tools.ts';

/** 36 hours of a sample a second: whatever lasts longer is no workout. */
const MAX_SAMPLES = 36 * 3600;
const LONGEST_MS = 36 * 3_600_000;
/** A clock may have missed that summer time ended; what is further ahead would be later than all that is still to come. */
const AHEAD_MS = 65 * 60_000;

/** What a running workout is like with a batch in it. */
export interface Recorded {
  readonly live: LiveWorkout;
  readonly view: LiveView;
}

export const notRunning = (path: string): Outcome<never> =>
  refused('WORKOUT_NOT_RUNNING', 'The workout is not being recorded any more.', path);

/** Of a workout that was ended and is not kept yet. */
export const beingFinished = (): Outcome<never> =>
  refused('WORKOUT_NOT_RUNNING', 'The workout is being finished; try again in a moment.', 'workoutId');

/**
 * Keeps a batch of samples of a running workout: when this answers, they are in SAMPLES. What has come before changes
 * nothing. Refused when the workout was ended meanwhile: then they may be part of it, or not.
 */
export async function recordSamples(
  tools: LiveTools,
  live: LiveWorkout,
  samples: readonly Sample[],
  last = false,
): Promise<Outcome<Recorded>> {
  const recorded = await tools.oneAtATime(`live ${live._id}`, () => record(tools, live, samples, last));
  if (!recorded.ok || !recorded.value.view.isBehind) return recorded;
  return done({ ...recorded.value, view: await tools.views.soon(recorded.value.live) });
}

async function record(
  tools: LiveTools,
  workout: LiveWorkout,
  samples: readonly Sample[],
  last: boolean,
): Promise<Outcome<Recorded>> {
  const { _id, source, ownerId, version } = workout;
  let view = await tools.views.get(workout);
  return untilUnchanged(`the stream of workout ${_id}`, async () => {
    const judged = newSamples(view, { samples, last }, tools.now());
    if (!judged.ok) return judged;
    const fresh = judged.value;
    failpoint('workouts.samples.before-append');
    const through = fresh.length === 0 ? view.through : await tools.samples.keep(_id, fresh, view.through);
    failpoint('workouts.samples.appended');
    if (through === undefined) {
      // Another instance was faster, or the view is behind.
      view = await tools.views.rebuild(workout);
      return undefined;
    }
    const events: Message[] =
      source === 'DEVICE' && (fresh.length > 0 || last)
        ? [
            received(
              { batchId: _id, ownerId, version: version + 1, throughSequence: through, last },
              fresh,
              tools.now(),
            ),
          ]
        : [];
    const heard = await tools.lives.hear(_id, tools.now(), events);
    failpoint('workouts.samples.heard');
    if (!heard) {
      await forgetIfOver(tools, _id);
      return notRunning('workoutId');
    }
    if (events.length > 0) tools.wakeRelay();
    return done({ live: heard, view: await carryOn(tools, heard, view, fresh, through) });
  });
}

/** What came too late for one that is over would stay for ever; one that is being finished is forgotten by who does it. */
async function forgetIfOver({ lives, samples }: LiveTools, id: string): Promise<void> {
  const live = await lives.get(id);
  if (!live?.isOpen) await samples.forget(id);
}

/** Those with a number that has not come, also not earlier in the same call. */
function freshOf(view: LiveView, samples: readonly Sample[]): Sample[] {
  const fresh = new Map<number, Sample>();
  for (const sample of samples)
    if (!holds(view.sequences, sample.sequence) && !fresh.has(sample.sequence)) fresh.set(sample.sequence, sample);
  return [...fresh.values()];
}

/** The samples of a call that a workout does not have yet; refused when one of them cannot be, or the last are none at all. */
export function newSamples(
  view: LiveView,
  { samples, last: isLast }: { readonly samples: readonly Sample[]; readonly last: boolean },
  now: Date,
): Outcome<Sample[]> {
  const fresh = freshOf(view, samples);
  if (isLast && fresh.length === 0 && view.sequences.length === 0)
    return refused('INVALID_INPUT', 'The batch holds no samples.', 'samples');
  if (countOf(view.sequences) + fresh.length > MAX_SAMPLES) {
    return refused('LIMIT_REACHED', `At most ${MAX_SAMPLES} samples are allowed in a workout.`, 'samples');
  }
  const wrongTime = (message: string, sample: Sample): Outcome<never> =>
    refused('INVALID_INPUT', message, 'samples', String(samples.indexOf(sample)), 'at');
  const future = fresh.find(({ at }) => at > now.getTime() + AHEAD_MS);
  if (future) return wrongTime('This lies in the future.', future);
  const first = view.firstAt ?? Math.min(...fresh.map(({ at }) => at));
  const last = view.lastAt ?? first;
  const far = fresh.find(({ at }) => at - first > LONGEST_MS || last - at > LONGEST_MS);
  return far ? wrongTime('This lies more than 36 hours away from other samples.', far) : done(fresh);
}

const received = (
  data: { batchId: string; ownerId: string; version: number; throughSequence: number; last: boolean },
  fresh: readonly Sample[],
  now: Date,
): Message => createEvent(DeviceDataReceived, data.batchId, { ...data, sampleCount: fresh.length }, now);

async function carryOn(
  tools: LiveTools,
  workout: LiveWorkout,
  view: LiveView,
  fresh: readonly Sample[],
  through: number,
): Promise<LiveView> {
  if (fresh.length === 0) return view;
  const next = advance(view, fresh, workout, through);
  await tools.views.put(workout, next);
  failpoint('workouts.samples.shown');
  tools.notices.send(liveTopic(workout._id), { version: workout.version });
  return next;
}
