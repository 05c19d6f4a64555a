import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { freePort, startTestNats, type Disposable, type StoreProcess } from '#platform/testing/stores.ts';
import { openTestStream, type TestStream } from '#platform/testing/streams.ts';
import { until } from '#platform/testing/until.ts';
import {
  activity,
  createUpload,
  addressOf,
  importState,
  importUpload,
  somebody,
  statisticsOf,
  testConfig,
  workoutsOf,
  type ImportState,
} from './support.ts';
import { zipOf } from './zips.ts';

/** What is compiled once is there for all lives. */
const compileCache = path.join(tmpdir(), 'laurel-test-compile-cache');
const main = fileURLToPath(new URL('../main.ts', import.meta.url));

let nats: Disposable<StoreProcess>;
let stream: TestStream;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.dispose());

/** The subgraph as a process of its own, started again whenever it dies. */
interface Mortal {
  readonly url: string;
  deaths(): number;
}

/** `failpoints`: those of each life, one after the other; after that it lives on. */
async function startMortal(failpoints: readonly string[]): Promise<Mortal> {
  const port = await freePort();
  const config = { ...(await testConfig(nats.value.url)), PORT: port, LOG_LEVEL: 'silent' };
  const settings = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]));
  let child: ChildProcess | undefined;
  let deaths = 0;
  let stopping = false;
  const live = async (): Promise<void> => {
    while (!stopping) {
      const env = {
        ...process.env,
        ...settings,
        NODE_COMPILE_CACHE: compileCache,
        FAILPOINTS: failpoints[deaths] ?? '',
      };
      child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'inherit', 'inherit'] });
      const [code] = z.tuple([z.number().nullable(), z.string().nullable()]).parse(await once(child, 'exit'));
      if (code !== null && !stopping) throw new Error(`the subgraph ended by itself with ${code}`);
      if (!stopping) deaths++;
    }
  };
  const life = live();
  onTestFinished(async () => {
    stopping = true;
    child?.kill('SIGKILL');
    await life;
  });
  return { url: `http://127.0.0.1:${port}`, deaths: () => deaths };
}

/** Does something that is harmless to repeat until it works, as a client on a bad line does. */
async function persistently<Result>(what: string, attempt: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${what} never worked`, { cause: error });
      await setTimeout(25);
    }
  }
}

/** Uploads and imports a file though the process dies on the way. */
async function importStubbornly(url: string, owner: string, bytes: Uint8Array): Promise<ImportState> {
  const opened = await persistently('opening', async () => {
    const { upload } = await createUpload(url, owner, { byteLength: bytes.length });
    if (!upload) throw new Error('no upload');
    return upload;
  });
  await persistently('sending', async () => {
    const response = await fetch(addressOf(url, opened), { method: 'PUT', body: Buffer.from(bytes) });
    if (!response.ok) throw new Error(await response.text());
  });
  const id = await persistently('importing', async () => {
    const { workoutImport } = await importUpload(url, owner, opened.id);
    if (!workoutImport) throw new Error('no import');
    return workoutImport.id;
  });
  return persistently('finishing', async () => {
    const state = await importState(url, owner, id);
    if (!state || ['PENDING', 'PROCESSING'].includes(state.status)) throw new Error('not yet');
    return state;
  });
}

const eventsOf = async (id: string): Promise<number> => {
  stream ??= await openTestStream(nats.value.url);
  await stream.next(`events.workouts.WorkoutCompleted.${id}`);
  return stream.count(`events.workouts.WorkoutCompleted.${id}`);
};

/** In the order in which they are come by; what the relay passes comes once for the upload and once for the workout. */
const RELAY = ['relay.before-publish', 'relay.published', 'outbox.before-removal', 'outbox.removed', 'outbox.settled'];
const POINTS = [
  'workouts.upload.opened',
  'workouts.upload.receiving',
  'storage.before-rename',
  'storage.kept',
  'workouts.upload.kept',
  'workouts.upload.stored',
  ...RELAY,
  'workouts.import.before-insert',
  'workouts.import.inserted',
  'workouts.import.before-claim',
  'workouts.import.claimed',
  'workouts.import.parsed',
  'workouts.import.content-noted',
  'storage.kept',
  'workouts.import.streams-stored',
  'workouts.import.source-noted',
  'workouts.import.workout-inserted',
  // Without the last, which the end of the import may come before.
  ...RELAY.slice(0, -1),
  'workouts.import.done',
];

describe('a process that dies', { timeout: 180_000 }, () => {
  it('at every step boundary in turn leaves one workout and one event behind', async () => {
    const mortal = await startMortal(POINTS.map((point) => `${point}=1`));
    const owner = somebody();
    const state = await importStubbornly(mortal.url, owner, activity({ durationSeconds: 300 }).bytes);
    expect(state).toMatchObject({ status: 'COMPLETED', failure: null });
    expect(mortal.deaths()).toBe(POINTS.length);
    const workouts = await persistently('listing', () => workoutsOf(mortal.url, owner));
    expect(workouts.map(({ id }) => id)).toEqual([state.workout?.id]);
    expect(await eventsOf(state.workout?.id ?? '')).toBe(1);
  });

  it('on the way into the diary leaves one workout in the list and in the statistics', async () => {
    const points = ['before-note', 'month-noted', 'entry-written', 'totals-written'];
    const mortal = await startMortal(points.map((point) => `workouts.diary.${point}=1`));
    const owner = somebody();
    const state = await importStubbornly(mortal.url, owner, activity({ durationSeconds: 300 }).bytes);
    await until('the workout in list and statistics', async () => {
      const listed = await persistently('listing', () => workoutsOf(mortal.url, owner));
      const counted = await persistently('counting', () => statisticsOf(mortal.url, owner));
      return mortal.deaths() === points.length && listed.length === 1 && counted.totalWorkouts === 1 && listed;
    });
    expect((await workoutsOf(mortal.url, owner)).map(({ id }) => id)).toEqual([state.workout?.id]);
    expect(await statisticsOf(mortal.url, owner)).toMatchObject({ totalElapsedSeconds: 300 });
  });

  it('while it works through an archive leaves a workout for each file, and its fate', async () => {
    const steps = ['archive.before-save', 'import.workout-inserted', 'diary.entry-written', 'import.source-noted'];
    const points = [...steps, 'import.streams-stored', 'archive.saved', 'import.content-noted', 'import.done'];
    const mortal = await startMortal(points.map((point) => `workouts.${point}=1`));
    const owner = somebody();
    const files = Array.from({ length: 6 }, (_, i) => [`${i}.fit`, activity({ durationSeconds: 300 }).bytes] as const);
    await importStubbornly(mortal.url, owner, await zipOf(files));
    await until('all deaths', () => mortal.deaths() === points.length);
    const workouts = await persistently('listing', () => workoutsOf(mortal.url, owner));
    expect(workouts).toHaveLength(files.length);
    for (const { id } of workouts) expect(await eventsOf(id)).toBe(1);
    expect(await persistently('counting', () => statisticsOf(mortal.url, owner))).toMatchObject({ totalWorkouts: 6 });
  });

  it('again and again, among imports of several people and files that come twice, loses and doubles nothing', async () => {
    const seed = Math.floor(Math.random() * 1e6);
    console.log(`crash test: seed ${seed}`);
    const mortal = await startMortal(Array.from({ length: 8 }, (_, life) => `seed=${seed + life};*=0.03`));
    const people = [somebody(), somebody(), somebody()];
    const files = Array.from({ length: 8 }, () => activity({ durationSeconds: 300 }).bytes);
    const states = await Promise.all(
      files.flatMap((bytes, i) => [1, 2].map(() => importStubbornly(mortal.url, people[i % 3] ?? '', bytes))),
    );
    expect(mortal.deaths()).toBeGreaterThan(0);
    const ids = new Set(states.map(({ workout }) => workout?.id));
    expect(ids.size).toBe(files.length);
    const listed = await persistently('listing', () =>
      Promise.all(people.map((owner) => workoutsOf(mortal.url, owner))),
    );
    expect(
      listed
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...ids].sort());
    const counted = await Promise.all(people.map((owner) => statisticsOf(mortal.url, owner)));
    expect(counted.reduce((sum, { totalWorkouts }) => sum + totalWorkouts, 0)).toBe(files.length);
    for (const id of ids) expect(await eventsOf(id ?? '')).toBe(1);
  });
});

describe('a process that is told to stop', () => {
  it('finishes what is under way and goes', async () => {
    const port = await freePort();
    const config = { ...(await testConfig(nats.value.url)), PORT: port, LOG_LEVEL: 'silent' };
    const settings = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]));
    const child = spawn(process.execPath, [main], { env: { ...process.env, ...settings }, stdio: 'inherit' });
    const url = `http://127.0.0.1:${port}`;
    await until('the subgraph', () =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });
});
