import type { Service } from '#platform/lifecycle.ts';
import { each, startSweeper } from '#platform/sweeper.ts';
import { finish, forget } from './finish.ts';
import type { LiveTools } from './tools.ts';

/** How often it is looked for workouts that were forgotten, and for those whose process died while it finished them. */
const LOOK_MS = 5000;
/** So soon it is looked again while any is being finished, or ought to be. */
const SWEEP_MS = 1000;
const SWEEP_BATCH = 200;
/** How often it is looked for samples of workouts that are over: their process died before it erased them. */
const ERASE_MS = 60_000;

/** Closes what was forgotten and finishes what was left behind, now and then. Closed with the service. */
export function startLiveSweep(service: Service, tools: LiveTools): void {
  const lookMs = Math.min(LOOK_MS, tools.idleMs);
  let lookAt = 0;
  startSweeper({
    service,
    name: 'live workouts',
    everyMs: SWEEP_MS,
    failure: 'could not look for workouts that were forgotten',
    sweep: async (isClosed) => {
      const startedAt = performance.now();
      if (startedAt < lookAt) return;
      lookAt = startedAt + ((await sweep(tools, isClosed)) ? 0 : lookMs);
    },
  });
}

/** Erases what is left of workouts that are over, at the start and now and then. Closed with the service. */
export function startErasing(service: Service, tools: LiveTools): void {
  startSweeper({
    service,
    name: 'samples left behind',
    everyMs: ERASE_MS,
    failure: 'could not erase the samples of workouts that are over',
    sweep: async (isClosed) => {
      const ids = await tools.samples.workoutIds();
      while (ids.length > 0 && !isClosed()) await eraseOver(tools, ids.splice(0, SWEEP_BATCH), isClosed);
    },
  });
}

async function eraseOver(tools: LiveTools, ids: readonly string[], isClosed: () => boolean): Promise<void> {
  const open = new Set((await tools.lives.getMany(ids)).flatMap(({ _id, isOpen }) => (isOpen ? [_id] : [])));
  const failure = 'the samples of a workout could not be erased; it is tried again';
  await each(
    { log: tools.log, isClosed, failure, name: (workoutId) => ({ workoutId }) },
    ids.filter((id) => !open.has(id)),
    (id) => forget(tools, id),
  );
}

/** Answers whether there is any to be finished. */
async function sweep(tools: LiveTools, isClosed: () => boolean): Promise<boolean> {
  const now = tools.now();
  const idleSince = new Date(now.getTime() - tools.idleMs);
  const left = await tools.lives.findLeft(idleSince, SWEEP_BATCH);
  const failure = 'a workout could not be finished; it is tried again';
  await each({ log: tools.log, isClosed, failure, name: ({ _id }) => ({ workoutId: _id }) }, left, async (live) => {
    if (live.status === 'FINISHING' && live.leaseUntil > now) return;
    // Whoever hears of it meanwhile makes it another version, and it goes on.
    const isOver =
      live.status === 'FINISHING' || (await tools.lives.end(live, { endedAt: null, closedAt: null })) !== undefined;
    if (isOver) await finish(tools, live._id);
  });
  return left.length > 0;
}
