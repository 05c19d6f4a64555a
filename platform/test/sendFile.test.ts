import { Readable } from 'node:stream';
import fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { etagOf, hasAlready, sendFile } from '#platform/server/sendFile.ts';

const bytes = Buffer.from('0123456789');
const etag = etagOf('a file');
const app = fastify();
app.get('/file', (request, reply) =>
  sendFile(request, reply.header('content-type', 'application/zip'), {
    byteLength: bytes.length,
    etag,
    open: async (part) => Readable.from([part ? bytes.subarray(part.first, part.last + 1) : bytes]),
  }),
);
app.get('/gone', (request, reply) =>
  sendFile(request, reply.header('content-type', 'application/zip'), {
    byteLength: 1,
    etag,
    open: async () => undefined,
  }),
);
const get = (headers: Record<string, string>, url = '/file') => app.inject({ url, headers });

describe('a file that is sent', () => {
  test.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=8-', '89', 'bytes 8-9/10'],
    ['bytes=5-99999999999', '56789', 'bytes 5-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ])('goes on as %s', async (range, body, contentRange) => {
    const answer = await get({ range });
    expect([answer.statusCode, answer.body, answer.headers['content-range']]).toEqual([206, body, contentRange]);
    expect(answer.headers).toMatchObject({ 'content-length': String(body.length), etag, 'accept-ranges': 'bytes' });
  });

  test.each([
    '',
    'bytes=',
    'bytes=-',
    'bytes=x-y',
    'bytes=4-2',
    'bytes=0-1,3-4',
    'lines=1-2',
    `bytes=${'9'.repeat(40)}-`,
  ])('is sent whole for %j, which is no range of it', async (range) => {
    const answer = await get({ range });
    expect([answer.statusCode, answer.body, answer.headers['content-length']]).toEqual([200, '0123456789', '10']);
  });

  test.each(['bytes=10-', 'bytes=99-100', 'bytes=-0'])('has nothing at %s', async (range) => {
    const answer = await get({ range });
    expect([answer.statusCode, answer.headers['content-range']]).toEqual([416, 'bytes */10']);
    expect(answer.json()).toMatchObject({ error: { code: 'RANGE_NOT_SATISFIABLE' } });
  });

  test('goes on only where it is the one that was begun', async () => {
    expect((await get({ range: 'bytes=2-3', 'if-range': etag })).statusCode).toBe(206);
    expect((await get({ range: 'bytes=2-3', 'if-range': etagOf('another') })).body).toBe('0123456789');
  });

  test('is told of by HEAD as a whole, without being opened', async () => {
    const opened: unknown[] = [];
    const told = fastify();
    told.get('/file', (request, reply) =>
      sendFile(request, reply, {
        byteLength: bytes.length,
        etag,
        open: async (part) => {
          opened.push(part);
          return Readable.from([bytes]);
        },
      }),
    );
    for (const range of ['bytes=0-3', 'bytes=10-', '']) {
      const answer = await told.inject({ method: 'HEAD', url: '/file', headers: { range } });
      expect([answer.statusCode, answer.body, answer.headers['content-range']]).toEqual([200, '', undefined]);
      expect(answer.headers).toMatchObject({ 'content-length': '10', etag, 'accept-ranges': 'bytes' });
    }
    expect(opened).toEqual([]);
  });

  test.each(['GET', 'HEAD'] as const)('is not sent by %s to who has it already', async (method) => {
    const ask = (headers: Record<string, string>) => app.inject({ method, url: '/file', headers });
    for (const headers of ['', 'bytes=2-3'].map((range) => ({ 'if-none-match': etag, range }))) {
      const answer = await ask(headers);
      expect([answer.statusCode, answer.body, answer.headers.etag]).toEqual([304, '', etag]);
    }
    expect((await ask({ 'if-none-match': etagOf('another') })).statusCode).toBe(200);
  });

  test('is asked for by its length, so that one that is cut off is told from a whole one', async () => {
    const asked: unknown[] = [];
    const cut = fastify();
    cut.get('/file', (request, reply) =>
      sendFile(request, reply, {
        byteLength: bytes.length,
        etag,
        open: async (part) => {
          asked.push(part);
          return Readable.from([bytes]);
        },
      }),
    );
    await cut.inject({ url: '/file' });
    expect(asked).toEqual([{ first: 0, last: 9 }]);
  });

  test('may be gone', async () => {
    const answer = await get({}, '/gone');
    expect([answer.statusCode, answer.json()]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }]);
  });

  test('is known by what it is called', () => {
    for (const header of [etag, `W/${etag}`, `"x", ${etag}`, '*']) expect(hasAlready(header, etag)).toBe(true);
    for (const header of [undefined, '', '"x"', etag.slice(1)]) expect(hasAlready(header, etag)).toBe(false);
  });
});
