import { setImmediate as letOthersBy } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Service } from '#platform/lifecycle.ts';
import { isBehind, viewOf, type LiveView } from '../domain/live/view.ts';
import type { Ranges } from '../domain/live/sequences.ts';
import { SPORTS } from '../domain/sport.ts';
import type { RecordingTools } from '../recordings/tools.ts';
import type { LiveStore, LiveWorkout } from '../store/liveWorkouts.ts';
import { createPatience, LATER } from './patience.ts';
import { createRebuilding } from './rebuilding.ts';
import type { SampleLog } from './samples.ts';

/** Who sent what lies before others is answered with it in the view, unless that takes longer. */
const MOMENT_MS = 300;

/** A view that nobody has carried on for so long is made anew when it is asked for. */
const KEEP_SECONDS = 24 * 3600;

/** There may be as many gaps as samples: as numbers in a row they are read ten times as fast as in JSON. */
function textOf(ranges: Ranges): string {
  const numbers = new Int32Array(2 * ranges.length);
  for (const [i, range] of ranges.entries()) numbers.set(range, 2 * i);
  return Buffer.from(numbers.buffer).toString('base64');
}

function rangesIn(text: string): Ranges {
  const bytes = Buffer.from(text, 'base64');
  const numbers = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i] ?? 0, numbers[2 * i + 1] ?? 0] as const);
}

const viewSchema = z.object({
  through: z.number(),
  isBehind: z.boolean(),
  sport: z.enum(SPORTS).nullable(),
  turns: z.number(),
  sequences: z.string().transform(rangesIn),
  firstAt: z.number().nullable(),
  lastAt: z.number().nullable(),
  heardUntil: z.number().nullable(),
  gpsMeters: z.number().nullable(),
  metersToTrail: z.number(),
  unknownMeters: z.number(),
  firstDeviceMeters: z.number().nullable(),
  stretches: z.array(
    z.object({
      first: z.number(),
      last: z.number(),
      lastAt: z.number(),
      samples: z.number(),
      base: z.number(),
      highest: z.number(),
    }),
  ),
  trail: z.array(z.object({ latitude: z.number(), longitude: z.number(), at: z.number() })),
  trailOpens: z.boolean(),
  heartRateBpm: z.number().nullable(),
  sets: z.array(z.object({ exercise: z.string().nullable(), repetitions: z.number() })),
});

/** Whose view, and what decides what it shows. */
type Viewed = Pick<LiveWorkout, '_id' | 'ownerId' | 'sport' | 'timer'>;

/** The views of running workouts: in Redis, and made of SAMPLES anew when they are not there. */
export interface LiveViews {
  /** What is shown. A view that is behind is made anew soon, and who follows the workout is told. */
  get(workout: Viewed): Promise<LiveView>;
  /** The same, up to date where that is a matter of moments. */
  soon(workout: Viewed): Promise<LiveView>;
  /** The same, after it was made anew where it is behind. */
  upToDate(workout: Viewed): Promise<LiveView>;
  /** Makes it of all samples. */
  rebuild(workout: Viewed): Promise<LiveView>;
  /** Shows a view from now on; one that is behind is made anew soon. */
  put(workout: Viewed, view: LiveView): Promise<void>;
  forget(workoutId: string): Promise<void>;
}

interface Tools extends Pick<RecordingTools, 'oneAtATime' | 'log'> {
  readonly redis: Redis;
  readonly samples: SampleLog;
  readonly lives: Pick<LiveStore, 'get'>;
  /** Called when a view that was behind was made anew. */
  readonly onAnew: (live: LiveWorkout) => void;
}

/** @param service with which it ends that views are made anew */
export function createLiveViews(service: Service, tools: Tools): LiveViews {
  const views = openViews(tools);
  const closing = new AbortController();
  service.onClose('live views', () => closing.abort());
  const rebuild = async (workout: Viewed): Promise<LiveView> => {
    const view = await fromSamples(tools.samples, workout);
    await views.put(workout._id, view);
    return view;
  };
  const rebuildSoon = createRebuilding({ ...tools, signal: closing.signal }, (id) =>
    // Samples that come meanwhile wait, and are put into what was made.
    tools.oneAtATime(`live ${id}`, async () => {
      const live = await tools.lives.get(id);
      if (!live?.isOpen) return;
      await rebuild(live);
      // Of one that is over by now nothing is to stay.
      if (!(await tools.lives.get(id))?.isOpen) return views.forget(id);
      tools.onAnew(live);
    }),
  );
  const get = async (workout: Viewed): Promise<LiveView> => {
    const known = await views.find(workout._id);
    if (!known) return rebuild(workout);
    if (!isBehind(known, workout)) return known;
    void rebuildSoon(workout);
    return { ...known, isBehind: true };
  };
  const upToDate = async (workout: Viewed): Promise<LiveView> => {
    const view = await get(workout);
    if (!view.isBehind) return view;
    await rebuildSoon(workout);
    return get(workout);
  };
  return {
    get,
    soon: async (workout) => {
      const view = await createPatience(MOMENT_MS).whileIn(upToDate(workout));
      return view === LATER ? get(workout) : view;
    },
    upToDate,
    rebuild,
    put: async (workout, view) => {
      await views.put(workout._id, view);
      if (view.isBehind) void rebuildSoon(workout);
    },
    forget: views.forget,
  };
}

function openViews({ redis, log }: Pick<Tools, 'redis' | 'log'>) {
  const key = (workoutId: string): string => `workouts:live:${workoutId}`;
  const unlessAway = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (error) {
      log.warn({ err: error }, 'Redis does not answer; going on with the stream');
      return undefined;
    }
  };
  return {
    put: async (workoutId: string, view: LiveView): Promise<void> => {
      const kept = JSON.stringify({ ...view, sequences: textOf(view.sequences) });
      await unlessAway(() => redis.set(key(workoutId), kept, 'EX', KEEP_SECONDS));
    },
    find: async (workoutId: string): Promise<LiveView | undefined> => {
      const text = await unlessAway(() => redis.get(key(workoutId)));
      // One that another version of this has left may be of another shape.
      return typeof text === 'string' ? viewSchema.safeParse(JSON.parse(text)).data : undefined;
    },
    forget: async (workoutId: string): Promise<void> => {
      await unlessAway(() => redis.del(key(workoutId)));
    },
  };
}

async function fromSamples(log: SampleLog, workout: Viewed): Promise<LiveView> {
  const batches = await log.read(workout._id);
  const steps = viewOf(
    batches.map(({ samples }) => samples),
    workout,
    batches.at(-1)?.through ?? 0,
  );
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await letOthersBy();
  }
}
