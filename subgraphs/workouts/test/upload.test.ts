import { request } from 'node:http';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { anonymous } from '#platform/viewer.ts';
import { createUploadUrls } from '../uploads/uploadUrl.ts';
import { somebody, useWorkouts } from './support.ts';
import { addressOf, createUpload, finished, importUpload, openUpload, type OpenedUpload } from './uploading.ts';

const workouts = useWorkouts({ MAX_UPLOAD_BYTES: 100_000 });
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text));
const refusal = z.object({ error: z.object({ code: z.string(), message: z.string().min(5) }) });

async function send(
  upload: OpenedUpload,
  body: Uint8Array<ArrayBuffer> | ReadableStream,
  headers: Record<string, string> = {},
) {
  const response = await fetch(addressOf(workouts.url, upload), {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream', ...headers },
    body,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  });
  const answer: unknown = await response.json();
  return { status: response.status, answer, code: refusal.safeParse(answer).data?.error.code };
}

const chunked = (...chunks: string[]): ReadableStream => ReadableStream.from(chunks.map(bytesOf));

describe('createUpload', () => {
  it('answers an address at the gateway, good for an hour', async () => {
    const upload = await openUpload(workouts.url, somebody(), 10);
    expect(upload.url).toMatch(new RegExp(`^http://gateway\\.example/uploads/${upload.id}\\?token=`));
    expect(upload.method).toBe('PUT');
    const minutes = (Date.parse(upload.expiresAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(59);
    expect(minutes).toBeLessThanOrEqual(60);
  });

  it('refuses what is too large, saying so', async () => {
    const { upload, userErrors } = await createUpload(workouts.url, somebody(), { byteLength: 100_001 });
    expect(upload).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'FILE_TOO_LARGE', path: ['byteLength'] }]);
  });

  it.each(['', ' ', 'a\0b', 'a\nb', '../../etc/passwd', 'C:\\run.fit', 'x'.repeat(256)])(
    'refuses the file name %j',
    async (fileName) => {
      const { userErrors } = await createUpload(workouts.url, somebody(), { byteLength: 1, fileName });
      expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['fileName'] }]);
    },
  );

  it('refuses less than no bytes', async () => {
    const { userErrors } = await createUpload(workouts.url, somebody(), { byteLength: -1 });
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['byteLength'] }]);
  });
});

describe('the bytes of an upload', () => {
  it('are taken once whole', async () => {
    const upload = await openUpload(workouts.url, somebody(), 5);
    const { status, answer } = await send(upload, bytesOf('hello'));
    expect(status).toBe(200);
    const sha256 = createHash('sha256').update('hello').digest('hex');
    expect(answer).toEqual({ upload: { id: upload.id, byteLength: 5, sha256 } });
  });

  it('are taken of any type, in chunks, and without a length told before', async () => {
    const upload = await openUpload(workouts.url, somebody(), 11);
    expect((await send(upload, chunked('hello', ' ', 'world'), { 'content-type': 'application/json' })).status).toBe(
      200,
    );
  });

  it('may be none at all: the import says that there are none, and of a picture the answer', async () => {
    const owner = somebody();
    for (const purpose of ['WORKOUT_FILE', 'WORKOUT_ARCHIVE'] as const) {
      const { upload } = await createUpload(workouts.url, owner, { byteLength: 0, purpose });
      expect(upload && (await send(upload, bytesOf(''))).status).toBe(200);
      await importUpload(workouts.url, owner, upload?.id ?? '');
      expect((await finished(workouts.url, owner, upload?.id ?? '')).failure?.code).toBe('EMPTY_FILE');
    }
    const { upload } = await createUpload(workouts.url, owner, { byteLength: 0, purpose: 'AVATAR' });
    expect(upload && (await send(upload, bytesOf('')))).toMatchObject({ code: 'NOT_AN_IMAGE' });
  });

  it('may come again if they are the same, and are refused if they are others', async () => {
    const upload = await openUpload(workouts.url, somebody(), 5);
    expect((await send(upload, bytesOf('hello'))).status).toBe(200);
    expect((await send(upload, bytesOf('hello'))).status).toBe(200);
    expect(await send(upload, bytesOf('hallo'))).toMatchObject({ status: 409, code: 'UPLOAD_ALREADY_STORED' });
  });

  it('are refused when there are too few or too many, and may then be sent rightly', async () => {
    const upload = await openUpload(workouts.url, somebody(), 5);
    expect(await send(upload, bytesOf('hell'))).toMatchObject({ status: 400, code: 'UPLOAD_TOO_SHORT' });
    expect(await send(upload, bytesOf('hello!'))).toMatchObject({ status: 413, code: 'UPLOAD_TOO_LONG' });
    expect(await send(upload, chunked('hel', 'lo!'))).toMatchObject({ status: 413, code: 'UPLOAD_TOO_LONG' });
    expect(await send(upload, bytesOf('x'.repeat(90_000)))).toMatchObject({ status: 413, code: 'UPLOAD_TOO_LONG' });
    expect((await send(upload, bytesOf('hello'))).status).toBe(200);
  });

  it('of several senders at once count once', async () => {
    const same = await openUpload(workouts.url, somebody(), 50_000);
    const body = (letter: string) => bytesOf(letter.repeat(50_000));
    const repeats = await Promise.all(Array.from({ length: 5 }, () => send(same, body('a'))));
    expect(repeats.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const different = await openUpload(workouts.url, somebody(), 50_000);
    const rivals = await Promise.all(['a', 'b', 'c', 'd'].map((letter) => send(different, body(letter))));
    expect(rivals.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  it('that break off leave the upload open', async () => {
    const owner = somebody();
    const upload = await openUpload(workouts.url, owner, 50_000);
    const sender = request(addressOf(workouts.url, upload), { method: 'PUT', headers: { 'content-length': 50_000 } });
    sender.on('error', () => undefined);
    await new Promise<void>((resolve) => void sender.write('x'.repeat(20_000), () => resolve()));
    sender.destroy();
    const { userErrors } = await importUpload(workouts.url, owner, upload.id);
    expect(userErrors).toMatchObject([{ code: 'UPLOAD_INCOMPLETE' }]);
    expect((await send(upload, bytesOf('y'.repeat(50_000)))).status).toBe(200);
  });

  it('are refused at an address that is not ours', async () => {
    const [mine, other] = [
      await openUpload(workouts.url, somebody(), 5),
      await openUpload(workouts.url, somebody(), 5),
    ];
    const { search } = new URL(other.url);
    const forged = { ...mine, url: mine.url.replace(/\?.*/, search) };
    expect(await send(forged, bytesOf('hello'))).toMatchObject({ status: 403, code: 'INVALID_UPLOAD_TOKEN' });
    for (const token of ['', '?token=', '?token=a.b', `${new URL(mine.url).search}x`]) {
      const changed = { ...mine, url: mine.url.replace(/\?.*/, token) };
      expect(await send(changed, bytesOf('hello'))).toMatchObject({ status: 403, code: 'INVALID_UPLOAD_TOKEN' });
    }
  });

  it('are refused too late, and where no upload was opened', async () => {
    const urls = createUploadUrls(TEST_SECRET, 'http://gateway.example');
    const upload = await openUpload(workouts.url, somebody(), 5);
    const late = { ...upload, url: urls.make(upload.id, new Date(Date.now() - 1000)) };
    expect(await send(late, bytesOf('hello'))).toMatchObject({ status: 410, code: 'UPLOAD_EXPIRED' });
    const id = somebody();
    const unknown = { ...upload, url: urls.make(id, new Date(Date.now() + 60_000)) };
    expect(await send(unknown, bytesOf('hello'))).toMatchObject({ status: 404, code: 'UPLOAD_NOT_FOUND' });
  });

  it('come with whatever type is told, also one that is none', async () => {
    const upload = await openUpload(workouts.url, somebody(), 5);
    expect(await send(upload, bytesOf('hello'), { 'content-type': 'garbage;;;' })).toMatchObject({ status: 200 });
  });

  it('come by PUT alone', async () => {
    const upload = await openUpload(workouts.url, somebody(), 5);
    const response = await fetch(addressOf(workouts.url, upload), { method: 'POST', body: 'hello' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('PUT');
    expect(refusal.parse(await response.json()).error.code).toBe('METHOD_NOT_ALLOWED');
  });
});

describe('importWorkout', () => {
  it('wants an upload of the person whose bytes have come', async () => {
    const owner = somebody();
    const upload = await openUpload(workouts.url, owner, 5);
    const refusals = async (personId: string, id: string) =>
      (await importUpload(workouts.url, personId, id)).userErrors;
    expect(await refusals(owner, upload.id)).toMatchObject([{ code: 'UPLOAD_INCOMPLETE', path: ['uploadId'] }]);
    expect(await refusals(somebody(), upload.id)).toMatchObject([{ code: 'NOT_FOUND' }]);
    for (const id of [somebody(), 'no-id', ''])
      expect(await refusals(owner, id)).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('refuses an upload that is for something else', async () => {
    const owner = somebody();
    const { upload } = await createUpload(workouts.url, owner, { byteLength: 0, purpose: 'AVATAR' });
    const { userErrors } = await importUpload(workouts.url, owner, upload?.id ?? '');
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['uploadId'] }]);
  });

  it('needs somebody who is logged in', async () => {
    const mutation = 'mutation { importWorkout(input: { uploadId: "x" }) { userErrors { code } } }';
    const { errors } = await ask(workouts.url, TEST_SECRET, anonymous, mutation);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});
