import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AvatarDropped, UserDeleted } from '#events/users.ts';
import { UploadStored } from '#events/workouts.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { createService } from '#platform/lifecycle.ts';
import { openStorage } from '#platform/storage/open.ts';
import { openTestStream } from '#platform/testing/streams.ts';
import { somebody, useWorkouts } from './support.ts';
import { tellUsersEvents } from './telling.ts';
import { addressOf, createUpload } from './uploading.ts';

const workouts = useWorkouts();
const { service, close } = createService('test', 'silent');
afterAll(close);

const picture = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } });

/** Sends a picture as an avatar. */
async function send(bytes: Uint8Array, owner = somebody()) {
  const opened = await createUpload(workouts.url, owner, {
    byteLength: bytes.length,
    fileName: 'me.jpg',
    purpose: 'AVATAR',
  });
  if (!opened.upload) return { status: 0, code: opened.userErrors[0]?.code, mediaId: undefined };
  const { upload } = opened;
  const response = await fetch(addressOf(workouts.url, upload), { method: 'PUT', body: Buffer.from(bytes) });
  const body = z.looseObject({ error: z.object({ code: z.string() }).optional() }).parse(await response.json());
  const stream = await openTestStream(workouts.nats.url);
  const event = response.ok ? await stream.next(`events.workouts.UploadStored.${upload.id}`) : undefined;
  const mediaId = event && UploadStored.data.parse(event.data).mediaId;
  return { status: response.status, code: body.error?.code, mediaId };
}

const fetchMedia = (path: string): Promise<Response> => fetch(`${workouts.url}/media/${path}`);

describe('a picture', () => {
  it('is kept in all sizes, upright, without anything it says of the place where it was taken', async () => {
    const exif = { IFD0: { Artist: 'Ana' }, IFD3: { GPSLatitude: '46/1 3/1 0/1', GPSLatitudeRef: 'N' } };
    const bytes = await picture(800, 400).jpeg().withExif(exif).withMetadata({ orientation: 6 }).toBuffer();
    expect((await sharp(bytes).metadata()).exif).toBeDefined();
    const { status, mediaId } = await send(bytes);
    expect(status).toBe(200);
    for (const size of [64, 128, 256, 512]) {
      const response = await fetchMedia(`${mediaId}/${size}.webp`);
      expect(response.headers.get('content-type')).toBe('image/webp');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      const found = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
      expect(found).toMatchObject({ format: 'webp', width: size, height: size });
      expect([found.exif, found.xmp, found.orientation]).toEqual([undefined, undefined, undefined]);
    }
    expect((await fetchMedia(`${mediaId}/100.webp`)).status).toBe(404);
  });

  it('that is cut off, or longer than it says, is not sent, and kept by no cache', async () => {
    const storage = await openStorage(service, workouts.config);
    const { mediaId } = await send(await picture(800, 400).jpeg().toBuffer());
    const name = `${mediaId}/128.webp`;
    const whole = Buffer.from(await (await fetchMedia(name)).arrayBuffer());
    const cut = [0, 6, 50, whole.length - 1].map((length) => whole.subarray(0, length));
    for (const wrong of [...cut, Buffer.concat([whole, Buffer.from([0])])]) {
      await storage.put(`media/${name}`, wrong);
      const refused = await fetchMedia(name);
      expect([refused.status, await refused.json()]).toMatchObject([503, { error: { code: 'STORE_UNAVAILABLE' } }]);
      expect(['cache-control', 'retry-after'].map((each) => refused.headers.get(each))).toEqual(['no-store', '3']);
    }
    await storage.put(`media/${name}`, whole);
    expect((await fetchMedia(name)).headers.get('cache-control')).toBe('public, max-age=86400, immutable');
  });

  it.each([
    ['PNG', () => picture(20, 30).png()],
    ['WebP', () => picture(20, 30).webp()],
    ['GIF', () => picture(20, 30).gif()],
  ])('may be a small %s', async (_format, make) => {
    expect((await send(await make().toBuffer())).status).toBe(200);
  });

  it('is refused when it is none, broken, or of a kind that can hold more than a picture', async () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    );
    const half = (await picture(600, 600).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 90_000);
    const tiff = await picture(9, 9).tiff().toBuffer();
    for (const bytes of [Buffer.from('no picture'), Buffer.alloc(0), svg, half, tiff]) {
      expect(await send(bytes)).toMatchObject({ status: 415, code: 'NOT_AN_IMAGE' });
    }
  });

  it('is refused when it says that it has too many pixels, without being unpacked', async () => {
    const bomb = await sharp({
      create: { width: 16_000, height: 16_000, channels: 3, background: 'black' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(2 * 1024 * 1024);
    expect(await send(bomb)).toMatchObject({ status: 413, code: 'IMAGE_TOO_LARGE' });
  }, 60_000);

  it('can be sent anew to the same address after it was refused', async () => {
    const owner = somebody();
    const good = await picture(50, 50).png().toBuffer();
    const { upload } = await createUpload(workouts.url, owner, { byteLength: good.length, purpose: 'AVATAR' });
    const address = upload ? addressOf(workouts.url, upload) : '';
    expect((await fetch(address, { method: 'PUT', body: Buffer.alloc(good.length) })).status).toBe(415);
    expect((await fetch(address, { method: 'PUT', body: Buffer.from(good) })).status).toBe(200);
    expect((await fetch(address, { method: 'PUT', body: Buffer.from(good) })).status).toBe(200);
  });

  it('is told of by one event, however often it comes', async () => {
    const owner = somebody();
    const good = await picture(50, 50).png().toBuffer();
    const { upload } = await createUpload(workouts.url, owner, { byteLength: good.length, purpose: 'AVATAR' });
    const uploadId = upload?.id ?? '';
    const address = upload ? addressOf(workouts.url, upload) : '';
    const sent = await Promise.all(
      [1, 2].map(async () => (await fetch(address, { method: 'PUT', body: Buffer.from(good) })).status),
    );
    expect(sent).toEqual([200, 200]);
    expect((await fetch(address, { method: 'PUT', body: Buffer.from(good) })).status).toBe(200);
    const stream = await openTestStream(workouts.nats.url);
    const { data } = await stream.next(`events.workouts.UploadStored.${uploadId}`);
    const { mediaId } = UploadStored.data.parse(data);
    expect(data).toEqual({
      version: 1,
      uploadId,
      ownerId: owner,
      purpose: 'AVATAR',
      byteLength: good.length,
      mediaId,
    });
    expect((await fetchMedia(`${mediaId}/64.webp`)).status).toBe(200);
    // What comes after it in the stream has been written after whatever the repeats could have.
    const next = await send(good, owner);
    expect(next.status).toBe(200);
    expect(await stream.count(`events.workouts.UploadStored.${uploadId}`)).toBe(1);
  });

  it('is gone when it is shown no more', async () => {
    const owner = somebody();
    const { mediaId } = await send(await picture(50, 50).png().toBuffer(), owner);
    expect((await fetchMedia(`${mediaId}/64.webp`)).status).toBe(200);
    const dropped = createEvent(
      AvatarDropped,
      mediaId ?? '',
      { version: 1, mediaId: mediaId ?? '', userId: owner },
      new Date(),
    );
    await tellUsersEvents(workouts.nats.url, [dropped, dropped]);
    for (const size of [64, 128, 256, 512]) expect((await fetchMedia(`${mediaId}/${size}.webp`)).status).toBe(404);
  });

  it('is gone with the account of whom it shows', async () => {
    const owner = somebody();
    const { mediaId } = await send(await picture(50, 50).png().toBuffer(), owner);
    const deleted = createEvent(UserDeleted, owner, { version: 2, userId: owner }, new Date());
    await tellUsersEvents(workouts.nats.url, [deleted]);
    expect((await fetchMedia(`${mediaId}/64.webp`)).status).toBe(404);
  });

  it.each(['x/64.webp', '..%2f..%2fping/64.webp', '01990000-0000-7000-8000-000000000000/64.webp', '%00/64.webp'])(
    'is not found at /media/%s',
    async (path) => {
      expect((await fetchMedia(path)).status).toBe(404);
    },
  );
});

describe('a picture larger than 15 MiB', () => {
  const large = useWorkouts({ MAX_UPLOAD_BYTES: 25 * 1024 * 1024 });

  it('is refused before it is sent', async () => {
    const open = (byteLength: number) => createUpload(large.url, somebody(), { byteLength, purpose: 'AVATAR' });
    expect((await open(15 * 1024 * 1024 + 1)).userErrors).toMatchObject([
      { code: 'FILE_TOO_LARGE', path: ['byteLength'] },
    ]);
    expect((await open(15 * 1024 * 1024)).userErrors).toEqual([]);
  });
});
