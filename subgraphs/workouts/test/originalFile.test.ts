import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { query, somebody, useWorkouts } from './support.ts';
import { activity, importBytes } from './uploading.ts';

const workouts = useWorkouts();

const fileSchema = z.object({
  url: z.string(),
  fileName: z.string(),
  byteLength: z.int(),
  expiresAt: z.iso.datetime(),
});

async function originalOf(personId: string | null, id: string) {
  const text = 'query($id: ID!) { workout(id: $id) { originalFile { url fileName byteLength expiresAt } } }';
  const data = await query(workouts.url, personId, text, { id });
  return z.object({ workout: z.object({ originalFile: fileSchema.nullable() }) }).parse(data).workout.originalFile;
}

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
