import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Logger } from '#platform/telemetry/log.ts';
import { inOrder } from '../domain/live/sample.ts';
import { include } from '../domain/live/sequences.ts';
import { advance, EMPTY_VIEW, type LiveView, type Reckoning } from '../domain/live/view.ts';
import { SPORTS } from '../domain/sport.ts';
import type { SampleLog } from './samples.ts';

/** A view that nobody has carried on for so long is made anew when it is asked for. */
const KEEP_SECONDS = 24 * 3600;

const viewSchema = z.object({
  through: z.number(),
  sport: z.enum(SPORTS).nullable(),
  sequences: z.array(z.tuple([z.number(), z.number()])),
  firstAt: z.number().nullable(),
  lastAt: z.number().nullable(),
  gpsMeters: z.number().nullable(),
  firstDeviceMeters: z.number().nullable(),
  deviceMeters: z.number().nullable(),
  trail: z.array(z.object({ latitude: z.number(), longitude: z.number(), at: z.number() })),
  heartRateBpm: z.number().nullable(),
  sets: z.array(z.object({ exercise: z.string().nullable(), repetitions: z.number() })),
});

/** Whose view, and what decides what it shows. */
type Viewed = Reckoning & { readonly _id: string };

/** The views of running workouts: in Redis, and made of SAMPLES anew when they are not there, or the sport is another by now. */
export interface LiveViews {
  get(workout: Viewed): Promise<LiveView>;
  /** Makes it of all samples. */
  rebuild(workout: Viewed): Promise<LiveView>;
  put(workoutId: string, view: LiveView): Promise<void>;
  forget(workoutId: string): Promise<void>;
}

export function createLiveViews(redis: Redis, samples: SampleLog, log: Logger): LiveViews {
  const key = (workoutId: string): string => `workouts:live:${workoutId}`;
  const unlessAway = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (error) {
      log.warn({ err: error }, 'Redis does not answer; going on with the stream');
      return undefined;
    }
  };
  const put = async (workoutId: string, view: LiveView): Promise<void> => {
    await unlessAway(() => redis.set(key(workoutId), JSON.stringify(view), 'EX', KEEP_SECONDS));
  };
  const rebuild = async (workout: Viewed): Promise<LiveView> => {
    const view = await fromSamples(samples, workout);
    await put(workout._id, view);
    return view;
  };
  return {
    put,
    rebuild,
    get: async (workout) => {
      const text = await unlessAway(() => redis.get(key(workout._id)));
      // One that another version of this has left may be of another shape.
      const known = typeof text === 'string' ? viewSchema.safeParse(JSON.parse(text)).data : undefined;
      return known && known.sport === workout.sport ? known : rebuild(workout);
    },
    forget: async (workoutId) => {
      await unlessAway(() => redis.del(key(workoutId)));
    },
  };
}

async function fromSamples(log: SampleLog, { _id, timer, sport }: Viewed): Promise<LiveView> {
  const batches = await log.read(_id);
  const through = batches.at(-1)?.through ?? 0;
  const samples = batches.map((each) => each.samples);
  const view = advance({ ...EMPTY_VIEW, sport }, inOrder(samples, timer), { timer, sport }, through);
  if (!view) throw new Error('samples in order are out of order');
  // Those of pauses have come as well.
  const sequences = include(
    view.sequences,
    samples.flat().map(({ sequence }) => sequence),
  );
  return { ...view, sequences, through };
}
