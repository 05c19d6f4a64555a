import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import type { Outgoing } from '#platform/events/relay.ts';
import { createTestMongo, testService } from '#platform/testing/stores.ts';
import { openMongo } from '../connection.ts';
import { openDocuments } from '../documents.ts';
import { mongoOutbox, outboxShape, toPending, withEvents } from '../outbox.ts';

const Grown = {
  domain: 'garden',
  name: 'Grown',
  type: 'garden.Grown.v1',
  data: z.object({ version: z.int(), note: z.string() }),
};
const grown = (plant: string, note: string): Message => createEvent(Grown, plant, { version: 1, note }, new Date());

const plantSchema = z.object({ _id: z.string(), name: z.string(), ...outboxShape });

async function garden() {
  const mongo = await openMongo(testService(), createTestMongo());
  onTestFinished(async () => {
    await mongo.dropDatabase();
  });
  const outbox = await mongoOutbox(mongo, ['plants']);
  const plants = await openDocuments(mongo, { name: 'plants', schema: plantSchema, indexes: [] });
  const published: string[] = [];
  const note = async (messages: readonly Outgoing[]): Promise<void> => {
    for (const outgoing of messages) {
      if (outgoing.kind === 'event')
        published.push(z.object({ note: z.string() }).parse(outgoing.message.envelope.data).note);
    }
  };
  return { outbox, plants, published, note };
}

const quiet = { pendingEvents: [], hasPendingEvents: false, isTombstone: false };

describe('the outbox in documents', () => {
  it('publishes what waits, in the order of the document, and leaves the document clean', async () => {
    const { outbox, plants, published, note } = await garden();
    await plants.insert({ _id: 'a', name: 'rose', ...withEvents([grown('a', 'first'), grown('a', 'second')]) });
    await plants.insert({ _id: 'b', name: 'oak', ...withEvents([]) });
    expect(await outbox.drain(note)).toBe(1);
    expect(published).toEqual(['first', 'second']);
    expect(await plants.get('a')).toEqual({ _id: 'a', name: 'rose', ...quiet });
    expect(await outbox.drain(note)).toBe(0);
  });

  it('keeps what could not be published', async () => {
    const { outbox, plants, published, note } = await garden();
    await plants.insert({ _id: 'a', name: 'rose', ...withEvents([grown('a', 'first')]) });
    await expect(outbox.drain(() => Promise.reject(new Error('no broker')))).rejects.toThrow('no broker');
    expect((await plants.get('a'))?.hasPendingEvents).toBe(true);
    await outbox.drain(note);
    expect(published).toEqual(['first']);
  });

  it('keeps an event that is added while others are published, and publishes it next', async () => {
    const { outbox, plants, published, note } = await garden();
    await plants.insert({ _id: 'a', name: 'rose', ...withEvents([grown('a', 'first')]) });
    await outbox.drain(async (messages) => {
      await note(messages);
      await plants.update(
        { _id: 'a' },
        { $push: { pendingEvents: { $each: [toPending(grown('a', 'late'))] } }, $set: { hasPendingEvents: true } },
      );
    });
    expect((await plants.get('a'))?.hasPendingEvents).toBe(true);
    await outbox.drain(note);
    expect(published).toEqual(['first', 'late']);
    expect(await plants.get('a')).toMatchObject(quiet);
  });

  it('deletes a tombstone once its last event is out, and not before', async () => {
    const { outbox, plants, note } = await garden();
    await plants.insert({ _id: 'a', name: 'rose', ...withEvents([grown('a', 'gone')]), isTombstone: true });
    await expect(outbox.drain(() => Promise.reject(new Error('no broker')))).rejects.toThrow();
    expect(await plants.get('a')).toBeDefined();
    await outbox.drain(note);
    expect(await plants.get('a')).toBeUndefined();
  });

  it('loses nothing when two instances drain at once', async () => {
    const { outbox, plants, published, note } = await garden();
    const names = Array.from({ length: 30 }, (_, i) => `p${i}`);
    await Promise.all(names.map((name) => plants.insert({ _id: name, name, ...withEvents([grown(name, name)]) })));
    await Promise.all([outbox.drain(note), outbox.drain(note)]);
    expect([...new Set(published)].sort()).toEqual([...names].sort());
    for (const name of names) expect(await plants.get(name)).toMatchObject(quiet);
  });
});
