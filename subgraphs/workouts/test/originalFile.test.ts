import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formerFilesOf, MAX_FORMER_FILES } from '../domain/originalFiles.ts';
import { act, run } from './liveSupport.ts';
import { gpx, richGpx } from './runFiles.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { activity, importBytes } from './uploading.ts';
import { workoutOf } from './workouts.ts';

const workouts = useWorkouts();

const fileSchema = z.object({
  url: z.string(),
  fileName: z.string(),
  byteLength: z.int(),
  expiresAt: z.iso.datetime(),
});

const filesSchema = z.object({ originalFile: fileSchema.nullable(), formerFiles: z.array(fileSchema) });

async function filesOf(personId: string | null, id: string) {
  const fields = '{ url fileName byteLength expiresAt }';
  const text = `query($id: ID!) { workout(id: $id) { originalFile ${fields} formerFiles ${fields} } }`;
  const data = await query(workouts.url, personId, text, { id });
  return z.object({ workout: filesSchema }).parse(data).workout;
}

const originalOf = async (personId: string | null, id: string) => (await filesOf(personId, id)).originalFile;

/** The bytes that files have at their addresses. */
const fetched = (files: readonly { url: string }[]): Promise<Buffer[]> =>
  Promise.all(files.map(async ({ url }) => Buffer.from(await (await fetch(atSubgraph(url))).arrayBuffer())));

const atSubgraph = (url: string): string => `${workouts.url}${new URL(url).pathname}${new URL(url).search}`;

describe('the original file', () => {
  it('is given to its owner as it came, at an address that expires', async () => {
    const owner = somebody();
    const { bytes } = activity({ format: 'GPX', gzip: true });
    const { workout } = await importBytes(workouts.url, owner, bytes);
    const file = await originalOf(owner, workout?.id ?? '');
    expect(file).toMatchObject({ fileName: 'a.fit', byteLength: bytes.length });
    const response = await fetch(atSubgraph(file?.url ?? ''));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''a.fit");
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    const rest = await fetch(atSubgraph(file?.url ?? ''), { headers: { range: 'bytes=100-' } });
    expect([rest.status, rest.headers.get('content-range')]).toEqual([
      206,
      `bytes 100-${bytes.length - 1}/${bytes.length}`,
    ]);
    expect(Buffer.from(await rest.arrayBuffer()).equals(Buffer.from(bytes.subarray(100)))).toBe(true);
  });

  it('is nobody else’s, also where the workout is for everyone', async () => {
    const owner = somebody();
    const { workout } = await importBytes(workouts.url, owner, activity().bytes, { visibility: 'EVERYONE' });
    const id = workout?.id ?? '';
    expect(await originalOf(somebody(), id)).toBeNull();
    expect(await originalOf(null, id)).toBeNull();
    const { url } = fileSchema.parse(await originalOf(owner, id));
    const forged = atSubgraph(url).replace(id, somebody());
    for (const address of [forged, `${workouts.url}/media/originals/${id}`, `${atSubgraph(url)}x`]) {
      expect((await fetch(address)).status).toBe(403);
    }
  });
});

describe('the files that a workout was made of before', () => {
  const remove = 'mutation($input: DeleteWorkoutInput!) { deleteWorkout(input: $input) { userErrors { code } } }';

  it('stay its owner’s until it is deleted, and are known when they come again', async () => {
    const owner = somebody();
    const ofOne = run(300);
    const [first, second] = [
      Buffer.from(gpx({ ...ofOne, samples: ofOne.samples.slice(0, -9) })),
      Buffer.from(gpx(ofOne)),
    ];
    const { workout } = await importBytes(workouts.url, owner, first, { visibility: 'EVERYONE' });
    const id = workout?.id ?? '';
    expect(await importBytes(workouts.url, owner, second)).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    const batch = { deviceId: 'watch', batchId: 'morning', samples: ofOne.samples, last: true };
    expect((await act(workouts.url, owner, 'ingestDeviceData', batch)).workout?.id).toBe(id);
    const { originalFile, formerFiles } = await filesOf(owner, id);
    expect(originalFile).toBeNull();
    expect(formerFiles.map(({ byteLength }) => byteLength)).toEqual([first.length, second.length]);
    expect(await fetched(formerFiles)).toEqual([first, second]);
    for (const other of [somebody(), null]) expect((await filesOf(other, id)).formerFiles).toEqual([]);
    expect(await importBytes(workouts.url, owner, first)).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    expect(await filesOf(owner, id)).toMatchObject({ originalFile: null, formerFiles: [{}, {}] });

    const addresses = formerFiles.map(({ url }) => atSubgraph(url));
    const [address = ''] = addresses;
    const forged = address.replace(/\/(\d+)\?/, (_all, version: string) => `/${Number(version) + 1}?`);
    expect((await fetch(forged)).status).toBe(403);
    await query(workouts.url, owner, remove, { input: { workoutId: id } });
    for (const gone of addresses) expect((await fetch(gone)).status).toBe(404);
  });

  it('are beside the file that it is made of', async () => {
    const owner = somebody();
    const ofOne = run(300);
    const [first, second] = [Buffer.from(gpx(ofOne)), Buffer.from(richGpx(ofOne))];
    const { workout } = await importBytes(workouts.url, owner, first);
    await importBytes(workouts.url, owner, second);
    const { originalFile, formerFiles } = await filesOf(owner, workout?.id ?? '');
    expect(await fetched([...formerFiles, ...(originalFile ? [originalFile] : [])])).toEqual([first, second]);
  });

  it('are the last ten, and none that was recorded or told through Laurel', () => {
    const formerFiles = Array.from({ length: MAX_FORMER_FILES }, (_, version) => ({
      ...{ fileKey: `uploads/${version}`, fileName: 'a.gpx', fileByteLength: 1, version },
    }));
    const known = workoutOf({ version: 20, formerFiles, fileKey: 'uploads/20', fileName: 'a.fit', fileByteLength: 2 });
    const own = { fileKey: 'uploads/20', fileName: 'a.fit', fileByteLength: 2, version: 20 };
    expect(formerFilesOf(known)).toEqual([...formerFiles.slice(1), own]);
    const recorded = { fileKey: 'recordings/x', fileName: null, fileByteLength: null };
    expect(formerFilesOf({ ...known, ...recorded })).toEqual(formerFiles);
  });
});
