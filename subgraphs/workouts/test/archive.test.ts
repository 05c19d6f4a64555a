import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask, person, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { statisticsOf, workoutsOf } from './asking.ts';
import { laurelFile } from './laurelFiles.ts';
import { connectAs, query, somebody, useWorkouts } from './support.ts';
import { activity, addressOf, createUpload, importUpload, upload } from './uploading.ts';
import { renamed, tellingSize, zipOf, type ToZip } from '../../../test/support/zips.ts';

const workouts = useWorkouts({ MAX_ARCHIVE_FILES: 60, MAX_ARCHIVE_UNPACKED_BYTES: 8 * 1024 * 1024 });

const stateSchema = z.object({
  status: z.string(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  archive: z
    .object({
      totalFiles: z.int(),
      doneFiles: z.int(),
      files: z.array(
        z.object({
          fileName: z.string(),
          status: z.string(),
          workout: z.object({ id: z.string() }).nullable(),
          failure: z.object({ code: z.string(), message: z.string() }).nullable(),
        }),
      ),
    })
    .nullable(),
});
const pageSchema = z.object({
  workoutImport: z.object({
    archive: z.object({ files: z.array(z.object({ fileName: z.string() })) }).nullable(),
  }),
});
const FIELDS = `status failure { code message }
  archive { totalFiles doneFiles files { fileName status workout { id } failure { code message } } }`;

async function stateOf(owner: string, id: string) {
  const data = await query(workouts.url, owner, `query($id: ID!) { workoutImport(id: $id) { ${FIELDS} } }`, { id });
  return z.object({ workoutImport: stateSchema }).parse(data).workoutImport;
}

async function cancel(owner: string, importId: string) {
  const data = await query(
    workouts.url,
    owner,
    `mutation($input: CancelImportInput!) { cancelImport(input: $input) { workoutImport { status } userErrors { code path } } }`,
    { input: { importId } },
  );
  const payload = z.object({
    workoutImport: z.object({ status: z.string() }).nullable(),
    userErrors: z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() })),
  });
  return z.object({ cancelImport: payload }).parse(data).cancelImport;
}

async function begin(owner: string, bytes: Uint8Array): Promise<string> {
  const { workoutImport } = await importUpload(workouts.url, owner, await upload(workouts.url, owner, bytes));
  if (!workoutImport) throw new Error('no import');
  return workoutImport.id;
}

const followed = z.object({ data: z.object({ workoutImportUpdated: stateSchema }) });

/** All that somebody is told who follows an archive from now on. */
async function follow(owner: string, id: string) {
  const client = await connectAs(workouts.url, owner);
  const text = `subscription($id: ID!) { workoutImportUpdated(id: $id) { ${FIELDS} } }`;
  const heard: z.infer<typeof stateSchema>[] = [];
  for await (const result of client.iterate({ query: text, variables: { id } }))
    heard.push(followed.parse(result).data.workoutImportUpdated);
  await client.dispose();
  return heard;
}

/** Imports an archive and waits until it is done with. */
async function importArchive(owner: string, bytes: Uint8Array) {
  const id = await begin(owner, bytes);
  return until('the archive to be done', async () => {
    const state = await stateOf(owner, id);
    return !['PENDING', 'PROCESSING'].includes(state.status) && state;
  });
}

const fates = ({ archive }: Awaited<ReturnType<typeof importArchive>>) =>
  Object.fromEntries(
    (archive?.files ?? []).map(({ fileName, status, failure }) => [fileName, failure?.code ?? status]),
  );
const file = (durationSeconds = 300): Uint8Array => activity({ durationSeconds }).bytes;

describe('an archive', () => {
  it('becomes a workout a file, and tells what became of each', async () => {
    const owner = somebody();
    const twice = file();
    const zip = await zipOf([
      ['2026/a.fit', twice],
      ['2026/b.gpx', activity({ format: 'GPX', durationSeconds: 300 }).bytes],
      ['c.tcx.gz', activity({ format: 'TCX', gzip: true, durationSeconds: 300 }).bytes, { compress: false }],
      ['again.fit', twice],
      ['notes.txt', new TextEncoder().encode('no activity')],
      ['own.json', laurelFile([], { byHand: true, elapsedSeconds: 600, kilocalories: 90_000 })],
      ['__MACOSX/._a.fit', new Uint8Array([1])],
      ['2026/._a.fit', new Uint8Array([1])],
      ['2026/__MACOSX/a.fit', new Uint8Array([1])],
      ['._c.tcx.gz', new Uint8Array([1])],
    ]);
    const state = await importArchive(owner, zip);
    expect(state).toMatchObject({ status: 'COMPLETED', failure: null, archive: { totalFiles: 6, doneFiles: 6 } });
    expect(fates(state)).toEqual({
      '2026/a.fit': 'COMPLETED',
      '2026/b.gpx': 'COMPLETED',
      'c.tcx.gz': 'COMPLETED',
      'again.fit': 'DUPLICATE',
      'notes.txt': 'UNKNOWN_FORMAT',
      'own.json': 'UNKNOWN_FORMAT',
    });
    expect(state.archive?.files[3]?.workout).toEqual(state.archive?.files[0]?.workout);
    expect(await workoutsOf(workouts.url, owner)).toHaveLength(3);
    expect(await statisticsOf(workouts.url, owner)).toMatchObject({ totalWorkouts: 3 });
    const again = await importArchive(owner, zip);
    expect(new Set(again.archive?.files.slice(0, 4).map(({ status }) => status))).toEqual(new Set(['DUPLICATE']));
  });

  it('tells by pages what became of its files', async () => {
    const owner = somebody();
    const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.txt`);
    const zip = await zipOf(names.map((name): ToZip => [name, new TextEncoder().encode('no activity')]));
    const id = await begin(owner, zip);
    const asked = (args: string): string =>
      `query($id: ID!) { workoutImport(id: $id) { archive { files(${args}) { fileName } } } }`;
    const page = async (args: string): Promise<unknown> => {
      const data = await query(workouts.url, owner, asked(args), { id });
      return pageSchema.parse(data).workoutImport.archive?.files.map(({ fileName }) => fileName);
    };
    await until('the archive to be open', () => page('first: 1'));
    expect(await page('first: 2')).toEqual(names.slice(0, 2));
    expect(await page('first: 2, skip: 2')).toEqual(names.slice(2, 4));
    expect(await page('first: 2, skip: 4')).toEqual(names.slice(4));
    expect(await page('first: 2, skip: 5')).toEqual([]);
    expect(await page('skip: 3')).toEqual(names.slice(3));
    for (const wrong of ['first: 0', 'first: 101', 'first: 1, skip: -1'])
      expect(await ask(workouts.url, TEST_SECRET, person(owner), asked(wrong), { id })).toMatchObject({
        errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
      });
  });

  it('of the zip64 kind is read as any other', async () => {
    const state = await importArchive(somebody(), await zipOf([['a.fit', file()]], { zip64: true }));
    expect(fates(state)).toEqual({ 'a.fit': 'COMPLETED' });
  });

  it.each<[string, () => Promise<Uint8Array>, Record<string, string>]>([
    [
      'of a name that leads out of the archive',
      async () =>
        renamed(
          await zipOf([
            ['xx/evil.fit', file()],
            ['good.fit', file()],
          ]),
          'xx/evil',
          '../evil',
        ),
      { '../evil.fit': 'UNSAFE_FILE_NAME', 'good.fit': 'COMPLETED' },
    ],
    [
      'in an archive of its own',
      async () =>
        zipOf([
          ['inner.zip', await zipOf([['a.fit', file()]])],
          ['good.fit', file()],
        ]),
      { 'inner.zip': 'NESTED_ARCHIVE', 'good.fit': 'COMPLETED' },
    ],
    [
      'with a wrong checksum',
      async () => {
        const bytes = file();
        const zip = await zipOf([
          ['bad.fit', bytes, { compress: false }],
          ['good.fit', file()],
        ]);
        const at = Buffer.from(zip).indexOf(Buffer.from(bytes));
        zip[at + 30] = (zip[at + 30] ?? 0) ^ 1;
        return zip;
      },
      { 'bad.fit': 'WRONG_CHECKSUM', 'good.fit': 'COMPLETED' },
    ],
    [
      'that is locked',
      async () => {
        const zip = await zipOf([['locked.fit', file()]]);
        // The flag of encryption, in the local header and in the central directory.
        const central = Buffer.from(zip).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
        zip[6] = (zip[6] ?? 0) | 1;
        zip[central + 8] = (zip[central + 8] ?? 0) | 1;
        return zip;
      },
      { 'locked.fit': 'ENCRYPTED_FILE' },
    ],
    [
      'that is stored with another length than it says',
      async () =>
        tellingSize(
          await zipOf([
            ['stored.fit', file(), { compress: false }],
            ['good.fit', file()],
          ]),
          5,
        ),
      { 'stored.fit': 'MALFORMED_FILE', 'good.fit': 'COMPLETED' },
    ],
    [
      'that unpacks to more than it says',
      async () => tellingSize(await zipOf([['bomb.fit', file()]]), 100),
      { 'bomb.fit': 'MALFORMED_FILE' },
    ],
    [
      'that unpacks to less than it says',
      async () => tellingSize(await zipOf([['short.fit', file()]]), 1_000_000),
      { 'short.fit': 'MALFORMED_FILE' },
    ],
    [
      'that is too large',
      async () => {
        const noise = Uint8Array.from({ length: 2.5 * 1024 * 1024 }, (_, i) => (i * 7919) >> (i % 11));
        return zipOf([
          ['large.fit', noise],
          ['good.fit', file()],
        ]);
      },
      { 'large.fit': 'FILE_TOO_LARGE', 'good.fit': 'COMPLETED' },
    ],
  ])('costs only the one file %s', async (_, make, expected) => {
    expect(fates(await importArchive(somebody(), await make()))).toEqual(expected);
  });

  it.each<[string, () => Promise<Uint8Array>, string]>([
    ['without a file', () => zipOf([]), 'EMPTY_ARCHIVE'],
    [
      'with too many files',
      () => zipOf(Array.from({ length: 61 }, (_, i): ToZip => [`${i}.fit`, new Uint8Array([i])])),
      'ARCHIVE_TOO_LARGE',
    ],
    [
      'with too much beside the files',
      () => zipOf(Array.from({ length: 181 }, (_, i): ToZip => [`__MACOSX/${i}`, new Uint8Array()])),
      'ARCHIVE_TOO_LARGE',
    ],
    [
      'that is a bomb',
      () => zipOf(Array.from({ length: 5 }, (_, i): ToZip => [`${i}.gpx`, new Uint8Array(2_000_000)])),
      'ARCHIVE_TOO_LARGE',
    ],
    [
      'that is locked with strong encryption',
      async () => {
        const zip = Buffer.from(await zipOf([['a.fit', file()]]));
        // The flags, in the central directory.
        const at = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 8;
        zip.writeUInt16LE(zip.readUInt16LE(at) | 0x41, at);
        return new Uint8Array(zip);
      },
      'ENCRYPTED_FILE',
    ],
    ['that is cut off', async () => (await zipOf([['a.fit', file()]])).slice(0, -30), 'MALFORMED_FILE'],
  ])('%s is refused', async (_, make, code) => {
    const state = await importArchive(somebody(), await make());
    expect(state).toMatchObject({ status: 'FAILED', failure: { code } });
    expect(state.failure?.message).toMatch(/^[A-Z].*\.$/);
  });

  it('larger than a file may be has an upload of its own kind', async () => {
    const owner = somebody();
    const noise = (): Uint8Array => Uint8Array.from({ length: 1_000_000 }, () => Math.floor(Math.random() * 256));
    const zip = await zipOf([
      ['1', noise()],
      ['2', noise()],
      ['3', noise()],
      ['a.fit', file()],
    ]);
    expect((await createUpload(workouts.url, owner, { byteLength: zip.length })).userErrors).toMatchObject([
      { code: 'FILE_TOO_LARGE' },
    ]);
    const { upload: opened } = await createUpload(workouts.url, owner, {
      byteLength: zip.length,
      purpose: 'WORKOUT_ARCHIVE',
    });
    if (!opened) throw new Error('no upload');
    await fetch(addressOf(workouts.url, opened), { method: 'PUT', body: Buffer.from(zip) });
    await importUpload(workouts.url, owner, opened.id);
    const state = await until('the archive', async () => {
      const found = await stateOf(owner, opened.id);
      return found.status === 'COMPLETED' && found;
    });
    expect(fates(state)).toMatchObject({ '1': 'UNKNOWN_FORMAT', 'a.fit': 'COMPLETED' });
  });

  it('that is cancelled keeps what was done, and does no more', async () => {
    const owner = somebody();
    const zip = await zipOf(Array.from({ length: 50 }, (_, i): ToZip => [`${i}.fit`, file(1800)]));
    const id = await begin(owner, zip);
    const heard = follow(owner, id);
    await until('some files to be done', async () => ((await stateOf(owner, id)).archive?.doneFiles ?? 0) > 0);
    for (const answer of await Promise.all([1, 2, 3, 4].map(() => cancel(owner, id))))
      expect(answer).toEqual({ workoutImport: { status: 'CANCELLED' }, userErrors: [] });
    expect(await cancel(owner, id)).toEqual({ workoutImport: { status: 'CANCELLED' }, userErrors: [] });
    const last = (await heard).at(-1);
    const made = await workoutsOf(workouts.url, owner);
    expect(made.length).toBeLessThan(50);
    expect(last).toMatchObject({ status: 'CANCELLED', archive: { doneFiles: made.length } });
    expect(await stateOf(owner, id)).toEqual(last);
  });

  it('may be cancelled before it was opened', async () => {
    const owner = somebody();
    const zip = await zipOf(Array.from({ length: 50 }, (_, i): ToZip => [`${i}.fit`, file(1800)]));
    const importId = await upload(workouts.url, owner, zip);
    const text = `mutation($begin: ImportWorkoutInput!, $cancel: CancelImportInput!) {
      importWorkout(input: $begin) { userErrors { code } }
      cancelImport(input: $cancel) { workoutImport { status } userErrors { code } } }`;
    expect(await query(workouts.url, owner, text, { begin: { uploadId: importId }, cancel: { importId } })).toEqual({
      importWorkout: { userErrors: [] },
      cancelImport: { workoutImport: { status: 'CANCELLED' }, userErrors: [] },
    });
    const heard = await follow(owner, importId);
    expect(new Set(heard.map(({ status }) => status))).toEqual(new Set(['CANCELLED']));
    expect(heard.at(-1)).toMatchObject({ archive: { totalFiles: 50, doneFiles: 0 } });
    expect(await workoutsOf(workouts.url, owner)).toEqual([]);
  });

  it('is told as it stands to who begins to follow it', async () => {
    const owner = somebody();
    const id = await begin(owner, await zipOf(Array.from({ length: 21 }, (_, i): ToZip => [`${i}.fit`, file()])));
    await until('some files to be done', async () => ((await stateOf(owner, id)).archive?.doneFiles ?? 0) > 0);
    const [first] = await follow(owner, id);
    expect(first?.archive?.doneFiles).toBeGreaterThan(0);
    const done = await until('the end', async () => {
      const state = await stateOf(owner, id);
      return state.status === 'COMPLETED' && state;
    });
    expect(await follow(owner, id)).toEqual([done]);
  });

  it('that is done, or is somebody else’s, cannot be cancelled', async () => {
    const owner = somebody();
    const id = await begin(owner, await zipOf([['a.fit', file()]]));
    await until('the end', async () => (await stateOf(owner, id)).status === 'COMPLETED');
    expect(await cancel(owner, id)).toEqual({
      workoutImport: null,
      userErrors: [{ code: 'IMPORT_CLOSED', path: ['importId'] }],
    });
    for (const unknown of [id, 'nonsense', somebody()]) {
      expect((await cancel(somebody(), unknown)).userErrors).toEqual([{ code: 'NOT_FOUND', path: ['importId'] }]);
    }
  });
});

describe('somebody whose imports wait', () => {
  const narrow = useWorkouts({ MAX_WAITING_IMPORTS: 1 });

  it('may not add to them without end, and is in nobody’s way', async () => {
    const [owner, other] = [somebody(), somebody()];
    const { url } = narrow;
    const zip = await zipOf(Array.from({ length: 40 }, (_, i): ToZip => [`${i}.fit`, file(1800)]));
    const first = await upload(url, owner, zip);
    expect((await createUpload(url, owner, { byteLength: 1 })).userErrors).toMatchObject([{ code: 'LIMIT_REACHED' }]);
    expect((await importUpload(url, owner, first)).userErrors).toEqual([]);
    const second = await upload(url, owner, file());
    expect((await importUpload(url, owner, second)).userErrors).toMatchObject([
      { code: 'LIMIT_REACHED', path: ['uploadId'] },
    ]);
    expect((await importUpload(url, other, await upload(url, other, file()))).userErrors).toEqual([]);
  });
});
