import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Logger } from '#platform/telemetry/log.ts';
import { inOrder, type TimerChange } from '../domain/live/sample.ts';
import { include } from '../domain/live/sequences.ts';
import { advance, EMPTY_VIEW, type LiveView } from '../domain/live/view.ts';
import type { SampleLog } from './samples.ts';

/** A view that nobody has carried on for so long is made anew when it is asked for. */
const KEEP_SECONDS = 24 * 3600;

const viewSchema = z.object({
  through: z.number(),
  sequences: z.array(z.tuple([z.number(), z.number()])),
  firstAt: z.number().nullable(),
  lastAt: z.number().nullable(),
  gpsMeters: z.number().nullable(),
  deviceMeters: z.number().nullable(),
  position: z.object({ latitude: z.number(), longitude: z.number(), at: z.number() }).nullable(),
  heartRateBpm: z.number().nullable(),
});

/** The views of running workouts: in Redis, and made of SAMPLES anew when they are not there. */
export interface LiveViews {
  get(workoutId: string, timer: readonly TimerChange[]): Promise<LiveView>;
  /** Makes it of all samples. */
  rebuild(workoutId: string, timer: readonly TimerChange[]): Promise<LiveView>;
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
  const rebuild = async (workoutId: string, timer: readonly TimerChange[]): Promise<LiveView> => {
    const view = await fromSamples(samples, workoutId, timer);
    await put(workoutId, view);
    return view;
  };
  return {
    put,
    rebuild,
    get: async (workoutId, timer) => {
      const text = await unlessAway(() => redis.get(key(workoutId)));
      return typeof text === 'string' ? viewSchema.parse(JSON.parse(text)) : rebuild(workoutId, timer);
    },
    forget: async (workoutId) => {
      await unlessAway(() => redis.del(key(workoutId)));
    },
  };
}

async function fromSamples(log: SampleLog, workoutId: string, timer: readonly TimerChange[]): Promise<LiveView> {
  const batches = await log.read(workoutId);
  const through = batches.at(-1)?.through ?? 0;
  const samples = batches.map((each) => each.samples);
  const view = advance(EMPTY_VIEW, inOrder(samples, timer), timer, through);
  if (!view) throw new Error('samples in order are out of order');
  // Those of pauses have come as well.
  const sequences = include(
    view.sequences,
    samples.flat().map(({ sequence }) => sequence),
  );
  return { ...view, sequences, through };
}
