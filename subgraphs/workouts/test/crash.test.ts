import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#platform/freePorts.ts';
import { startTestNats, type Disposable, type StoreProcess } from '#platform/testing/stores.ts';
import { openTestStream, type TestStream } from '#platform/testing/streams.ts';
import { persistently } from '#platform/testing/mortal.ts';
import { until } from '#platform/testing/until.ts';
import { statisticsOf, workoutsOf } from './asking.ts';
import { somebody, testConfig } from './support.ts';
import { activity, createUpload, addressOf, importState, importUpload, type ImportState } from './uploading.ts';
import { startMortal } from './mortal.ts';
import { zipOf } from '../../../test/support/zips.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

let nats: Disposable<StoreProcess>;
let stream: TestStream;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.dispose());

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

/** In the order in which they are come by. */
const RELAY = ['relay.before-publish', 'relay.published', 'outbox.before-removal', 'outbox.removed', 'outbox.settled'];
const UPLOAD = [
  'workouts.upload.noted',
  'workouts.upload.opened',
  'workouts.upload.place-noted',
  'workouts.upload.receiving',
  'storage.before-rename',
  'storage.kept',
  'workouts.upload.kept',
  'workouts.upload.stored',
];
const IMPORT = [
  'workouts.import.before-insert',
  'workouts.import.inserted',
  'workouts.import.before-claim',
  'workouts.import.claimed',
  'workouts.import.parsed',
  'workouts.import.content-noted',
  'storage.kept',
  'workouts.import.streams-stored',
  'workouts.import.source-noted',
];
/** Without those of the relay: the end of the import may come before them. */
const END = ['workouts.new.inserted', 'workouts.import.done'];

describe('a process that dies', { timeout: 300_000 }, () => {
  // In parts: an import that was begun a dozen times is given up.
  it.each([
    ['of an upload', UPLOAD],
    ['of an import', IMPORT],
    ['after the workout is made', END],
    ['while its event is told', RELAY],
  ])('at every step boundary %s in turn leaves one workout and one event behind', async (_part, points) => {
    const mortal = await startMortal(
      nats.value.url,
      points.map((point) => `${point}=1`),
    );
    const owner = somebody();
    const state = await importStubbornly(mortal.url, owner, activity({ durationSeconds: 300 }).bytes);
    expect(state).toMatchObject({ status: 'COMPLETED', failure: null });
    // The last one dies with the end of the import written: it may be seen before the death is.
    await until('each death', () => mortal.deaths() === points.length, 60_000);
    const workouts = await persistently('listing', () => workoutsOf(mortal.url, owner));
    expect(workouts.map(({ id }) => id)).toEqual([state.workout?.id]);
    expect(await eventsOf(state.workout?.id ?? '')).toBe(1);
  });

  it('on the way into the diary leaves one workout in the list and in the statistics', async () => {
    const points = ['before-note', 'entry-written', 'totals-written', 'change-counted'];
    const mortal = await startMortal(
      nats.value.url,
      points.map((point) => `workouts.diary.${point}=1`),
    );
    const owner = somebody();
    const state = await importStubbornly(mortal.url, owner, activity({ durationSeconds: 300 }).bytes);
    const isThere = async (): Promise<boolean> => {
      const listed = await persistently('listing', () => workoutsOf(mortal.url, owner));
      const counted = await persistently('counting', () => statisticsOf(mortal.url, owner));
      return mortal.deaths() === points.length && listed.length === 1 && counted.totalWorkouts === 1;
    };
    await until('the workout in list and statistics', isThere, 60_000);
    expect((await workoutsOf(mortal.url, owner)).map(({ id }) => id)).toEqual([state.workout?.id]);
    expect(await statisticsOf(mortal.url, owner)).toMatchObject({ totalElapsedSeconds: 300 });
  });

  it('while it works through an archive leaves a workout for each file, and its fate', async () => {
    const firstFile = ['archive.before-save=1', 'new.inserted=1'];
    const further = ['diary.entry-written=2', 'import.source-noted=2', 'import.streams-stored=2', 'archive.saved=2'];
    const points = [...firstFile, ...further, 'import.content-noted=2', 'import.done=1'];
    const mortal = await startMortal(
      nats.value.url,
      points.map((point) => `workouts.${point}`),
    );
    const owner = somebody();
    const files = Array.from({ length: 6 }, (_, i) => [`${i}.fit`, activity({ durationSeconds: 300 }).bytes] as const);
    await importStubbornly(mortal.url, owner, await zipOf(files));
    await until('all deaths', () => mortal.deaths() === points.length, 60_000);
    const workouts = await persistently('listing', () => workoutsOf(mortal.url, owner));
    expect(workouts).toHaveLength(files.length);
    for (const { id } of workouts) expect(await eventsOf(id)).toBe(1);
    expect(await persistently('counting', () => statisticsOf(mortal.url, owner))).toMatchObject({ totalWorkouts: 6 });
  });

  it('again and again, among imports of several people and files that come twice, loses and doubles nothing', async () => {
    const seed = Math.floor(Math.random() * 1e6);
    console.log(`crash test: seed ${seed}`);
    const mortal = await startMortal(
      nats.value.url,
      Array.from({ length: 8 }, (_, life) => `seed=${seed + life};*=0.03`),
    );
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
  it('finishes what is under way and goes', { timeout: 60_000 }, async () => {
    const port = await freePort();
    const config = { ...(await testConfig(nats.value.url)), PORT: port, LOG_LEVEL: 'silent' };
    const settings = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]));
    const child = spawn(process.execPath, [main], { env: { ...process.env, ...settings }, stdio: 'inherit' });
    const url = `http://127.0.0.1:${port}`;
    await persistently('waiting', async () => {
      if (!(await fetch(`${url}/readyz`)).ok) throw new Error('not yet');
    });
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });
});
