import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createTestMongo, testService } from '#platform/testing/stores.ts';
import { openMongo, pingMongo } from '../connection.ts';
import { openDocuments, type Documents } from '../documents.ts';

const shelfSchema = z.object({
  _id: z.string(),
  owner: z.string(),
  place: z.string().nullable(),
  count: z.number(),
  books: z.array(z.string()),
});
type Shelf = z.infer<typeof shelfSchema>;

async function shelves(): Promise<Documents<Shelf>> {
  const mongo = await openMongo(testService(), createTestMongo());
  onTestFinished(async () => {
    await mongo.run((database) => database.dropDatabase());
  });
  return openDocuments(mongo, {
    name: 'shelves',
    schema: shelfSchema,
    indexes: [{ key: { owner: 1, place: -1 } }, { key: { place: 1 }, unique: true }],
  });
}

const shelf = (id: string, more: Partial<Shelf> = {}): Shelf => ({
  _id: id,
  owner: 'ann',
  place: id,
  count: 0,
  books: [],
  ...more,
});

it('an index for what is rarely asked is made by MongoDB, and not by FerretDB', async () => {
  const mongo = await openMongo(testService(), createTestMongo());
  onTestFinished(async () => {
    await mongo.run((database) => database.dropDatabase());
  });
  const indexes = [{ key: { owner: 1 } }, { key: { place: 1 }, rare: true }] as const;
  await openDocuments(mongo, { name: 'shelves', schema: shelfSchema, indexes });
  const made = await mongo.run((database) => database.collection('shelves').indexes());
  const server = await mongo.run((database) => database.command({ buildInfo: 1 }));
  const rare = 'ferretdbVersion' in server ? [] : ['place_1'];
  expect(made.map(({ name }) => name).sort()).toEqual(['_id_', 'owner_1', ...rare]);
});

describe('documents', () => {
  it('come back as they were put in, and undefined where there are none', async () => {
    const documents = await shelves();
    expect(await documents.insert(shelf('a', { books: ['one'] }))).toBe(true);
    expect(await documents.get('a')).toEqual(shelf('a', { books: ['one'] }));
    expect(await documents.get('b')).toBeUndefined();
    expect((await documents.getMany(['b', 'a'])).map(({ _id }) => _id)).toEqual(['a']);
  });

  it('are refused by id and by any other unique key, and only one of many at once gets in', async () => {
    const documents = await shelves();
    const inserted = await Promise.all(
      Array.from({ length: 8 }, (_, i) => documents.insert(shelf(`s${i}`, { place: 'north' }))),
    );
    expect(inserted.filter(Boolean)).toHaveLength(1);
    const [winner] = await documents.find({ owner: 'ann' });
    expect(await documents.insert(shelf(winner?._id ?? '', { place: 'south' }))).toBe(false);
  });

  it('are added many at once: each that has no taken key, and it is told which those are', async () => {
    const documents = await shelves();
    await documents.insert(shelf('a', { place: 'north' }));
    const wanted = [shelf('b'), shelf('a', { place: 'east' }), shelf('c', { place: 'north' }), shelf('d'), shelf('d')];
    expect(await documents.insertMany(wanted)).toEqual([true, false, false, true, false]);
    expect((await documents.find({}, { sort: { _id: 1 } })).map(({ _id }) => _id)).toEqual(['a', 'b', 'd']);
    expect(await documents.insertMany([])).toEqual([]);
  });

  it('are found in part: what is not asked for is not read', async () => {
    const mongo = await openMongo(testService(), createTestMongo());
    onTestFinished(async () => {
      await mongo.run((database) => database.dropDatabase());
    });
    const documents = await openDocuments(mongo, {
      name: 'shelves',
      schema: shelfSchema,
      indexes: [],
      packed: ['books'],
    });
    for (const id of ['a', 'b', 'c']) await documents.insert(shelf(id, { books: ['one'] }));
    await mongo.run((database) => database.collection('shelves').updateMany({}, { $set: { count: 'no number' } }));
    const part = shelfSchema.pick({ _id: true, books: true });
    expect(await documents.findParts(part, { owner: 'ann' }, { sort: { _id: -1 }, limit: 2 })).toEqual([
      { _id: 'c', books: ['one'] },
      { _id: 'b', books: ['one'] },
    ]);
    const strict = z.strictObject(part.shape);
    expect(await documents.findParts(strict, { _id: 'a' })).toEqual([{ _id: 'a', books: ['one'] }]);
  });

  it('have fields that are kept as texts, and come back as they were, also what is from before that', async () => {
    const mongo = await openMongo(testService(), createTestMongo());
    onTestFinished(async () => {
      await mongo.run((database) => database.dropDatabase());
    });
    const open = (packed: readonly ('books' | 'place')[]) =>
      openDocuments(mongo, { name: 'shelves', schema: shelfSchema, indexes: [], packed });
    const [plain, packing] = [await open([]), await open(['books'])];
    await plain.insert(shelf('old', { books: ['one'] }));
    await packing.insert(shelf('new', { books: ['two'] }));
    expect(
      await mongo.run((database) => database.collection('shelves').findOne({ owner: 'ann', books: '["two"]' })),
    ).not.toBeNull();
    expect((await packing.getMany(['old', 'new'])).map(({ books }) => books)).toEqual([['one'], ['two']]);
    expect((await packing.update({ _id: 'old' }, { $set: { books: ['three'] } }))?.books).toEqual(['three']);
    expect((await packing.find({}, { sort: { _id: 1 } })).map(({ books }) => books)).toEqual([['two'], ['three']]);
  });

  it('are found by equality and range, sorted and cut', async () => {
    const documents = await shelves();
    for (const id of ['a', 'b', 'c', 'd']) await documents.insert(shelf(id));
    await documents.insert(shelf('x', { owner: 'ben' }));
    const found = await documents.find({ owner: 'ann', place: { $lt: 'd' } }, { sort: { place: -1 }, limit: 2 });
    expect(found.map(({ _id }) => _id)).toEqual(['c', 'b']);
  });

  it('are changed one at a time: nothing is lost among many writers', async () => {
    const documents = await shelves();
    await documents.insert(shelf('a'));
    await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        documents.update({ _id: 'a' }, { $inc: { count: 1 }, $push: { books: { $each: [`b${i}`] } } }),
      ),
    );
    const found = await documents.get('a');
    expect(found?.count).toBe(100);
    expect(new Set(found?.books).size).toBe(100);
  });

  it('have one winner where an update is guarded', async () => {
    const documents = await shelves();
    await documents.insert(shelf('a'));
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        documents.update({ _id: 'a', count: { $lte: 0 } }, { $set: { count: i + 1 } }),
      ),
    );
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
  });

  it('lose exactly the values that are taken out, and are removed only where the filter fits', async () => {
    const documents = await shelves();
    await documents.insert(shelf('a', { books: ['one', 'two', 'three'] }));
    expect((await documents.update({ _id: 'a' }, { $pullAll: { books: ['one', 'three', 'four'] } }))?.books).toEqual([
      'two',
    ]);
    await documents.remove({ _id: 'a', books: { $size: 0 } });
    expect(await documents.get('a')).toBeDefined();
    await documents.update({ _id: 'a' }, { $pullAll: { books: ['two'] } });
    await documents.remove({ _id: 'a', books: { $size: 0 } });
    expect(await documents.get('a')).toBeUndefined();
  });
});

describe('the connection', () => {
  it('answers a ping, and fails clearly where nobody listens', async () => {
    await pingMongo(await openMongo(testService(), createTestMongo()));
    await expect(openMongo(testService(), 'mongodb://127.0.0.1:1/none')).rejects.toThrow(/ECONNREFUSED|connect/);
  });
});
