import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

/**
 * What the workouts subgraph relies on when several processes write at once. It holds for mongod by itself; for FerretDB
 * by the listener in front of it. Runs against the store of this test run: `TEST_MONGO_URL` names another.
 */
const clientCount = 8;
const { MongoClient } = mongoose.mongo;
type Client = InstanceType<typeof MongoClient>;

interface Counter {
  _id: string;
  count?: number;
  list?: number[];
  owner?: string | null;
  key?: string;
}

let clients: Client[] = [];
const database = `concurrency_${process.pid}_${Date.now()}`;

beforeAll(async () => {
  clients = await Promise.all(Array.from({ length: clientCount }, () => new MongoClient(inject('mongoUrl')).connect()));
});

afterAll(async () => {
  await clients[0]?.db(database).dropDatabase();
  await Promise.all(clients.map((client) => client.close()));
});

/** The collection as the nth writer sees it: each has a connection of its own. */
function collection(name: string, writer: number) {
  const client = clients[writer % clientCount];
  if (client === undefined) throw new Error('not connected');
  return client.db(database).collection<Counter>(name);
}

/** Runs something `times` times at once, spread over the clients. */
function atOnce<T>(times: number, act: (writer: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_, writer) => act(writer)));
}

test('200 increments by 8 clients add up to 200', async () => {
  await collection('inc', 0).insertOne({ _id: 'one', count: 0 });
  await atOnce(200, (writer) => collection('inc', writer).updateOne({ _id: 'one' }, { $inc: { count: 1 } }));
  expect(await collection('inc', 0).findOne({ _id: 'one' })).toMatchObject({ count: 200 });
});

test('80 pushes by 8 clients all arrive', async () => {
  await collection('push', 0).insertOne({ _id: 'one', list: [] });
  await atOnce(80, (writer) => collection('push', writer).updateOne({ _id: 'one' }, { $push: { list: writer } }));
  const found = await collection('push', 0).findOne({ _id: 'one' });
  expect(found?.list?.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 80 }, (_, index) => index));
});

test('a guarded update has one winner, each of 20 times', async () => {
  for (let round = 0; round < 20; round++) {
    const _id = `round ${round}`;
    await collection('guard', 0).insertOne({ _id, owner: null });
    const results = await atOnce(clientCount, (writer) =>
      collection('guard', writer).findOneAndUpdate({ _id, owner: null }, { $set: { owner: `writer ${writer}` } }),
    );
    expect(results.filter((result) => result !== null)).toHaveLength(1);
  }
});

test('concurrent upserts of one document make one document with all changes', async () => {
  await atOnce(40, (writer) =>
    collection('upsert', writer).updateOne({ _id: 'one' }, { $inc: { count: 1 } }, { upsert: true }),
  );
  expect(await collection('upsert', 0).find().toArray()).toEqual([{ _id: 'one', count: 40 }]);
});

test('of concurrent inserts with one unique key, one succeeds', async () => {
  await collection('unique', 0).createIndex({ key: 1 }, { unique: true }, {});
  const outcomes = await Promise.allSettled(
    Array.from({ length: 24 }, (_, writer) =>
      collection('unique', writer).insertOne({ _id: `${writer}`, key: 'same' }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 11_000 });
  expect(await collection('unique', 0).countDocuments({ key: 'same' })).toBe(1);
});

test('deleting under a guard while others update leaves nothing half done', async () => {
  await collection('delete', 0).insertOne({ _id: 'one', count: 0 });
  const [deleted] = await Promise.all([
    collection('delete', 0).deleteOne({ _id: 'one' }),
    ...Array.from({ length: 40 }, (_, writer) =>
      collection('delete', writer).updateOne({ _id: 'one' }, { $inc: { count: 1 } }),
    ),
  ]);
  expect(deleted).toMatchObject({ deletedCount: 1 });
  expect(await collection('delete', 0).findOne({ _id: 'one' })).toBeNull();
});

test('a write that asks for no acknowledgement still happens', async () => {
  await collection('silent', 0).insertOne({ _id: 'one', count: 0 }, { writeConcern: { w: 0 } });
  await expect.poll(() => collection('silent', 1).findOne({ _id: 'one' })).toMatchObject({ count: 0 });
});

test('an indexed field is found among many documents and after it changed', async () => {
  const documents = Array.from({ length: 500 }, (_, index) => ({ _id: `${index}`, owner: `o${index % 50}` }));
  await collection('indexed', 0).insertMany(documents);
  await collection('indexed', 0).createIndex({ owner: 1, count: -1 }, {}, {});
  await collection('indexed', 1).updateOne({ _id: '7' }, { $set: { owner: 'o8' } });
  expect(await collection('indexed', 2).countDocuments({ owner: 'o8' })).toBe(11);
  expect(await collection('indexed', 2).countDocuments({ owner: 'o7' })).toBe(9);
});
