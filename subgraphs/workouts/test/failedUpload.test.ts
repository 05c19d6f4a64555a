import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import fastify from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import { createGate } from '#platform/gate.ts';
import { StorageError } from '#platform/storage/storage.ts';
import { startTestNats } from '#platform/testing/stores.ts';
import { addUploadRoute } from '../uploads/route.ts';
import { openImportingTools } from './importing.ts';
import { somebody } from './support.ts';

it('an upload that the storage breaks off leaves its connection to the next one', async () => {
  const nats = await startTestNats();
  onTestFinished(() => nats.dispose());
  const tools = await openImportingTools(nats.value.url);
  const away = {
    ...tools.storage,
    async putStream(_key: string, contents: NodeJS.ReadableStream) {
      for await (const chunk of contents) throw new StorageError(`after ${chunk.length} bytes`);
    },
  };
  const storages = [away, tools.storage];
  const app = fastify();
  onTestFinished(() => app.close());
  const urls = { check: () => 'GOOD' as const, make: () => '' };
  const route = { ...tools, urls, pictureGate: createGate(1), unusedPhotoMs: 60_000 };
  await addUploadRoute(app, {
    ...route,
    get storage() {
      return storages.shift() ?? tools.storage;
    },
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());

  const send = async (byteLength: number) => {
    const [_id, createdAt] = [uuidv7(), new Date()];
    const upload = { _id, ownerId: somebody(), purpose: 'WORKOUT_FILE' as const, fileName: 'a', byteLength };
    await tools.uploads.create({ ...upload, createdAt, expiresAt: createdAt });
    const sent = request(`${url}/uploads/${_id}?token=x`, { method: 'PUT', agent });
    sent.end(Buffer.alloc(byteLength));
    const { promise: answered, resolve } = Promise.withResolvers<IncomingMessage>();
    sent.on('response', resolve);
    const response = await answered;
    await text(response);
    return { status: response.statusCode, reused: sent.reusedSocket };
  };
  expect(await send(3_000_000)).toEqual({ status: 500, reused: false });
  expect(await send(5000)).toEqual({ status: 200, reused: true });
}, 30_000);
