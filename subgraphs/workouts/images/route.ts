import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { problem } from '#platform/server/problem.ts';
import { notWhole, type ObjectStorage } from '#platform/storage/storage.ts';
import { mediaKey } from './variants.ts';

const address = z.object({ id: z.uuid(), file: z.string().regex(/^\d{1,5}\.webp$/) });
/** What lies at an address never changes; a day is how long a picture that was deleted may still be shown. */
const CACHE_CONTROL = 'public, max-age=86400, immutable';

/** A RIFF file tells its length in the second four bytes, without what tells it. */
const RIFF_HEADER_BYTES = 8;

/** A picture as it was kept; undefined when there is none. @throws StorageError when it is cut off, or longer than it says */
async function pictureAt(storage: ObjectStorage, key: string): Promise<Buffer | undefined> {
  const found = await storage.get(key);
  if (!found) return undefined;
  const picture = Buffer.from(found);
  const isWhole = picture.length >= RIFF_HEADER_BYTES && picture.readUInt32LE(4) + RIFF_HEADER_BYTES === picture.length;
  if (!isWhole) throw notWhole(key, `${picture.length} bytes`);
  return picture;
}

/** Adds `GET /media/:id/:size.webp`: a picture in one of its sizes, to whoever was told its address. */
export function addMediaRoute(app: FastifyInstance, storage: ObjectStorage): void {
  app.get('/media/:id/:file', async (request, reply) => {
    const parsed = address.safeParse(request.params);
    const found = parsed.success
      ? await pictureAt(storage, mediaKey(parsed.data.id.toLowerCase(), Number.parseInt(parsed.data.file, 10)))
      : undefined;
    if (!found) {
      await reply.code(404).send(problem('NOT_FOUND', 'There is no such picture.'));
      return;
    }
    await reply
      .header('content-type', 'image/webp')
      .header('cache-control', CACHE_CONTROL)
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'")
      .send(found);
  });
}
