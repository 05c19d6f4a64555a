import { connect } from 'node:net';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createService } from '#platform/lifecycle.ts';
import type { RequestInfo } from '#platform/server/requestInfo.ts';
import { sendFile } from '#platform/server/sendFile.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { notWhole } from '#platform/storage/storage.ts';
import { broken, config, type Context, post, resolvers, start, typeDefs, withToken } from './serverSupport.ts';

describe('the health routes', () => {
  test('need no viewer token', async () => {
    const url = await start({ store: async () => undefined });
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    const ready = await fetch(`${url}/readyz`);
    expect({ status: ready.status, body: await ready.json() }).toEqual({
      status: 200,
      body: { ready: true, checks: { store: 'ok' } },
    });
    const metrics = await fetch(`${url}/metrics`);
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(await metrics.text()).toContain('process_cpu_seconds_total{service="test"}');
  });

  test('say 503 and why when a store does not answer, while the process is alive', async () => {
    const url = await start({ store: async () => Promise.reject(new Error('connection refused')) });
    const ready = await fetch(`${url}/readyz`);
    expect({ status: ready.status, body: await ready.json() }).toEqual({
      status: 503,
      body: { ready: false, checks: { store: 'connection refused' } },
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('own routes', () => {
  test('are served without a viewer token; what they throw is masked', async () => {
    const url = await start({}, (app) => {
      app.get('/files/:name', async () => 'bytes');
      app.get('/broken', broken);
    });
    expect(await (await fetch(`${url}/files/a`)).text()).toBe('bytes');
    const failed = await fetch(`${url}/broken`);
    expect({ status: failed.status, body: await failed.json() }).toEqual({
      status: 500,
      body: { error: { code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong on our side.' } },
    });
  });

  test.each([{}, { range: 'bytes=1-' }])(
    'that send a file whose stream fails before its first byte, asked with %j, answer as if they had thrown, with nothing of the file',
    async (headers) => {
      const url = await start({}, (app) => {
        app.get('/file', (request, reply) =>
          sendFile(
            request,
            reply
              .header('content-type', 'application/zip')
              .header('content-disposition', 'attachment; filename="a.zip"')
              .header('cache-control', 'public, max-age=60'),
            {
              byteLength: 10,
              etag: '"a"',
              open: async () =>
                new Readable({
                  read() {
                    this.destroy(notWhole('a', '0 of 10 bytes'));
                  },
                }),
            },
          ),
        );
      });
      const failed = await fetch(`${url}/file`, { headers });
      expect([failed.status, await failed.json()]).toMatchObject([503, { error: { code: 'STORE_UNAVAILABLE' } }]);
      const told = ['content-type', 'retry-after', 'cache-control', 'etag', 'content-range', 'content-disposition'];
      expect([...told, 'accept-ranges'].map((name) => failed.headers.get(name))).toEqual([
        'application/json; charset=utf-8',
        '3',
        'no-store',
        ...[null, null, null, null],
      ]);
    },
  );

  test('are logged by what they are for when they fail: an address may be a secret', async () => {
    const { service, close } = createService('test', 'silent');
    onTestFinished(close);
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => lines.push(line) });
    const routes = (app: FastifyInstance): void => void app.get('/calendar/:name', broken);
    const context = (request: RequestInfo): Context => ({ ...request, number: 1 });
    const all = { config: { ...config, PORT: 0 }, typeDefs, resolvers, context, health: {}, routes };
    const url = await startSubgraph({ ...all, service: { ...service, log } });
    expect((await fetch(`${url}/calendar/person.1.signature.ics?token=signature`)).status).toBe(500);
    const [failed] = lines.filter((line) => line.includes('a route failed'));
    expect(JSON.parse(failed ?? '')).toMatchObject({ method: 'GET', route: '/calendar/:name' });
    expect(lines.join('')).not.toContain('signature');
  });

  test('say when to come again where a store is away', async () => {
    const url = await start({}, (app) => {
      app.get('/away', () => Promise.reject(Object.assign(new Error('of the store'), { code: 'ECONNREFUSED' })));
    });
    const away = await fetch(`${url}/away`);
    expect({ status: away.status, after: away.headers.get('retry-after'), body: await away.json() }).toEqual({
      status: 503,
      after: '3',
      body: { error: { code: 'STORE_UNAVAILABLE', message: expect.stringMatching(/^What keeps this is away/) } },
    });
  });

  test('say what the caller did wrong', async () => {
    const url = await start();
    const response = await post(url, await withToken(), '{ this is no JSON');
    expect(response.status).toBe(400);
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  });

  test.each([
    ['no JSON', { body: '{', type: 'application/json' }, 400, 'BAD_REQUEST'],
    ['nothing at all as JSON', { body: '', type: 'application/json' }, 400, 'BAD_REQUEST'],
    ['more than is taken', { body: `"${'x'.repeat(100)}"`, type: 'application/json' }, 413, 'REQUEST_TOO_LARGE'],
    ['what nobody reads', { body: 'x', type: 'application/secret' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('say in our words what is wrong with %s', async (_what, { body, type }, status, code) => {
    const url = await start({}, (app) => {
      app.post('/things', { bodyLimit: 50 }, () => ({ taken: 1 }));
    });
    const response = await fetch(`${url}/things`, { method: 'POST', headers: { 'content-type': type }, body });
    expect(response.status).toBe(status);
    const told = await response.text();
    expect(JSON.parse(told)).toEqual({ error: { code, message: expect.any(String) } });
    expect(told).not.toMatch(/FST_|secret/);
  });

  test.each([
    ['says how much', 'content-length: 100000', 'x'.repeat(60_000), 'x'.repeat(40_000)],
    ['does not say how much', 'transfer-encoding: chunked', `ea60\r\n${'x'.repeat(60_000)}`, '\r\n0\r\n\r\n'],
  ])(
    'read to its end what is too much, when its sender %s, so that the refusal is heard',
    async (_who, length, ...parts) => {
      const url = await start({}, (app) => {
        app.post('/things', { bodyLimit: 50 }, () => ({ taken: 1 }));
      });
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      onTestFinished(() => void socket.destroy());
      let heard = '';
      socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
      const [first, rest] = parts;
      socket.write(`POST /things HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${length}\r\n\r\n${first}`);
      await expect.poll(() => heard).toMatch(/^HTTP\/1.1 413 [^]*REQUEST_TOO_LARGE/);
      heard = '';
      socket.write(`${rest}GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n`);
      await expect.poll(() => heard).toMatch(/^HTTP\/1.1 200 /);
    },
  );

  test('never repeat an address, which may be a secret, to who asks for what there is not', async () => {
    const url = await start({}, (app) => {
      app.get('/files/:id', () => ({ file: 1 }));
      app.put('/taken/:id', () => ({ taken: 1 }));
    });
    const asked = async (method: string, path: string) => {
      const body = method === 'POST' ? '{' : undefined;
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) });
      const text = await response.text();
      expect(text).not.toContain('secret');
      const { error } = z.object({ error: z.object({ code: z.string() }) }).parse(JSON.parse(text));
      return [response.status, error.code, response.headers.get('allow')];
    };
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect(await asked(method, '/files/secret?token=secret')).toEqual([405, 'METHOD_NOT_ALLOWED', 'GET, HEAD']);
    expect(await asked('GET', '/taken/secret')).toEqual([405, 'METHOD_NOT_ALLOWED', 'PUT']);
    expect(await asked('GET', '/nowhere/secret')).toEqual([404, 'NOT_FOUND', null]);
    expect(await asked('GET', '/files/%zz?token=secret')).toEqual([400, 'BAD_REQUEST', null]);
    expect((await fetch(`${url}/files/one`, { method: 'HEAD' })).status).toBe(200);
  });
});
