import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import type { Outgoing } from '#platform/events/relay.ts';
import { createTestMongo, testService } from '#platform/testing/stores.ts';
import { openMongo } from '../connection.ts';
import { openDocuments } from '../documents.ts';
import { createFreshEvents } from '../freshEvents.ts';
import { mongoOutbox } from '../outbox.ts';
import { outboxShape, toPending, withEvents } from '../pendingEvents.ts';

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
    await mongo.run((database) => database.dropDatabase());
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
  return { mongo, outbox, plants, published, note };
}

const quiet = { pendingEvents: [], hasPendingEvents: false, isTombstone: false };

describe('the outbox in documents', () => {
  it('publishes what waits, in the order of the document, and leaves the document clean', async () => {
    const { outbox, plants, published, note } = await garden();
    await plants.insert({ _id: 'a', name: 'rose', ...withEvents([grown('a', 'first'), grown('a', 'second')]) });
    await plants.insert({ _id: 'b', name: 'oak', ...withEvents([]) });
    expect(await outbox.drain(note)).toBe(true);
    expect(published).toEqual(['first', 'second']);
    expect(await plants.get('a')).toEqual({ _id: 'a', name: 'rose', ...quiet });
    expect(await outbox.drain(note)).toBe(false);
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

describe('what the process has just written itself', () => {
  const Counted = z.object({ _id: z.string(), version: z.int(), ...outboxShape });

  async function handed() {
    const { mongo, published, note } = await garden();
    const fresh = createFreshEvents();
    const outbox = await mongoOutbox(mongo, ['trees'], { fresh });
    const trees = await openDocuments(mongo, { name: 'trees', schema: Counted, indexes: [] });
    // The first look is for what an earlier process left.
    await outbox.drain(note);
    const plant = async (id: string, hand: boolean): Promise<void> => {
      const doc = { _id: id, version: 1, ...withEvents([grown(id, id)]) };
      await trees.insert(doc);
      if (hand) fresh.add({ collection: 'trees', doc, followed: true });
    };
    return { outbox, trees, fresh, published, note, plant };
  }

  it('is published without a look for it, and what is not handed over is found', async () => {
    const { outbox, trees, fresh, published, note, plant } = await handed();
    await plant('found', false);
    await plant('handed', true);
    await outbox.drain(note);
    await outbox.drain(note);
    expect(published).toEqual(['handed']);
    fresh.miss();
    await outbox.drain(note);
    expect(published).toEqual(['handed', 'found']);
    expect(await trees.get('handed')).toMatchObject(quiet);
    expect(await outbox.drain(note)).toBe(false);
  });

  it('is not published twice, and what follows it is not done twice, by a look that finds it too', async () => {
    const { mongo, published, note } = await garden();
    const fresh = createFreshEvents();
    const followed: string[] = [];
    const follow = { trees: (id: string) => Promise.resolve(void followed.push(id)) };
    const outbox = await mongoOutbox(mongo, ['trees'], { fresh, follow });
    const trees = await openDocuments(mongo, { name: 'trees', schema: Counted, indexes: [] });
    const doc = { _id: 'handed', version: 1, ...withEvents([grown('handed', 'handed')]) };
    await trees.insert(doc);
    await trees.insert({ _id: 'found', version: 1, ...withEvents([grown('found', 'found')]) });
    fresh.add({ collection: 'trees', doc, followed: true });
    // Its first drain looks for what an earlier process left.
    while (await outbox.drain(note));
    await outbox.settle();
    expect(published).toEqual(['handed', 'found']);
    expect(followed).toEqual(['found']);
    for (const id of ['handed', 'found']) expect(await trees.get(id)).toMatchObject(quiet);
  });

  it('does not keep much that is not handed over waiting for the next look', async () => {
    const { outbox, fresh, published, note, plant } = await handed();
    const ids = Array.from({ length: 120 }, (_each, index) => `tree-${index}`);
    await Promise.all(ids.map((id) => plant(id, false)));
    fresh.miss();
    while (await outbox.drain(note));
    expect(published.toSorted()).toEqual(ids.toSorted());
  });

  it('is settled together, but for what has changed since', async () => {
    const { outbox, trees, fresh, published, note, plant } = await handed();
    for (const id of ['a', 'b', 'c']) await plant(id, true);
    await outbox.drain(note);
    const late = { $each: [toPending(grown('b', 'late'))] };
    await trees.update(
      { _id: 'b' },
      { $set: { hasPendingEvents: true }, $inc: { version: 1 }, $push: { pendingEvents: late } },
    );
    await outbox.settle();
    for (const id of ['a', 'c']) expect(await trees.get(id)).toMatchObject(quiet);
    expect((await trees.get('b'))?.pendingEvents).toHaveLength(1);
    fresh.miss();
    await outbox.drain(note);
    expect(published).toEqual(['a', 'b', 'c', 'late']);
    expect(await trees.get('b')).toMatchObject(quiet);
  });

  it('is settled within seconds, though nothing more is written', async () => {
    const { outbox, trees, note, plant } = await handed();
    await plant('a', true);
    await plant('b', true);
    await vi.waitFor(
      async () => {
        await outbox.drain(note);
        for (const id of ['a', 'b']) expect(await trees.get(id)).toMatchObject(quiet);
      },
      { timeout: 15_000 },
    );
  });

  it('is found again when it could not be published', async () => {
    const { outbox, published, note, plant } = await handed();
    await plant('a', true);
    await expect(outbox.drain(() => Promise.reject(new Error('no broker')))).rejects.toThrow('no broker');
    await outbox.drain(note);
    expect(published).toEqual(['a']);
  });

  it('keeps an event that came after it was handed over', async () => {
    const { outbox, trees, fresh, published, note, plant } = await handed();
    await plant('a', true);
    await trees.update(
      { _id: 'a' },
      {
        $set: { hasPendingEvents: true },
        $inc: { version: 1 },
        $push: { pendingEvents: { $each: [toPending(grown('a', 'late'))] } },
      },
    );
    await outbox.drain(note);
    await outbox.settle();
    fresh.miss();
    await outbox.drain(note);
    expect(published).toEqual(['a', 'late']);
    expect(await trees.get('a')).toMatchObject(quiet);
  });
});
