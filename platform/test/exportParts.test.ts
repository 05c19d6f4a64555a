import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  EXPORTS,
  filesGiven,
  giveToExport,
  hasGiven,
  jsonFile,
  type ExportFile,
} from '#platform/events/exportParts.ts';
import { one } from '#platform/postgres/connection.ts';
import { tableFiles } from '#platform/postgres/exportTables.ts';
import { useBroker, useNats, usePool } from './support.ts';

const MIB = 1024 * 1024;
const [exportId, domain] = ['mine', 'tests'];

const open = async () => (await useBroker((await useNats()).url)).broker;

async function* these(...files: readonly ExportFile[]): AsyncGenerator<ExportFile> {
  yield* files;
}

test('A file of any size goes through an export piece by piece, and comes out as it went in', async () => {
  const broker = await open();
  const parts = Array.from({ length: 200 }, (_, i) => randomBytes(i * 700));
  let [taken, ahead] = [0, 0];
  async function* contents(): AsyncGenerator<Uint8Array> {
    for (const part of parts) {
      yield part;
      const { state } = await broker.manager.streams.info(EXPORTS.name);
      ahead = Math.max(ahead, (taken += part.length) - state.bytes);
    }
  }
  const large = { path: 'tests/large.bin', contents: contents() };
  const empty = { path: 'tests/empty.bin', contents: [] };
  await giveToExport(broker, { exportId, domain }, these(jsonFile('tests/one.json', [1]), large, empty));
  expect(ahead).toBeLessThan(MIB);
  const found = new Map<string, Buffer>();
  for await (const file of filesGiven(broker, exportId, domain)) {
    const pieces = await Array.fromAsync(file.contents);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(MIB);
    found.set(file.path, Buffer.concat(pieces));
  }
  expect([...found.keys()]).toEqual(['tests/one.json', large.path, empty.path]);
  expect(found.get(large.path)?.equals(Buffer.concat(parts))).toBe(true);
  expect(found.get(empty.path)).toHaveLength(0);
});

test('A list of any length goes through an export some items at a time, and reads as if it had been written at once', async () => {
  const broker = await open();
  const items = Array.from({ length: 3000 }, (_, i) => ({ number: i, text: `a line\n${'x'.repeat(1000)}`, list: [i] }));
  let [taken, ahead] = [0, 0];
  async function* coming(): AsyncGenerator<object> {
    for (const item of items) {
      yield item;
      taken += JSON.stringify(item).length;
      if (item.number % 100 > 0) continue;
      const { state } = await broker.manager.streams.info(EXPORTS.name);
      ahead = Math.max(ahead, taken - state.bytes);
    }
  }
  const none = jsonFile('tests/none.json', []);
  await giveToExport(broker, { exportId, domain }, these(jsonFile('tests/many.json', coming()), none));
  expect(ahead).toBeLessThan(MIB);
  const texts = new Map<string, string>();
  for await (const { path, contents } of filesGiven(broker, exportId, domain))
    texts.set(path, Buffer.concat(await Array.fromAsync(contents)).toString());
  expect(texts.get('tests/many.json')).toBe(`${JSON.stringify(items, undefined, 2)}\n`);
  expect(texts.get(none.path)).toBe('[]\n');
});

test('A table of any length is read a page at a time, and whoever reads no further gives its connection back', async () => {
  const pool = await usePool();
  await pool.query('CREATE SEQUENCE read');
  const rows = 'SELECT $1::text AS id, nextval($$read$$) AS number FROM generate_series(1, 20000)';
  const readSoFar = () => one(pool, z.object({ read: z.number() }), 'SELECT last_value::int AS read FROM read');
  const whole = tableFiles(pool, domain, 'me', { numbers: rows });
  for await (const { path, contents } of whole) {
    expect(path).toBe('tests/numbers.json');
    for await (const piece of contents) {
      expect(piece.length).toBeLessThan(1000);
      break;
    }
    expect((await readSoFar()).read).toBeLessThan(2000);
  }
  expect(pool.idleCount).toBe(pool.totalCount);
  for await (const { contents } of tableFiles(pool, domain, 'me', { numbers: rows })) {
    const text = Buffer.concat(await Array.fromAsync(contents)).toString();
    const numbers = z.array(z.object({ id: z.literal('me'), number: z.string() })).parse(JSON.parse(text));
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(20_000);
  }
});

test('What nobody reads of a file of an export is passed over', async () => {
  const broker = await open();
  const [one, two] = ['tests/one.bin', 'tests/two.bin'].map((path) => ({ path, contents: [randomBytes(3 * MIB)] }));
  const last = jsonFile('tests/last.json', ['last']);
  await giveToExport(broker, { exportId, domain }, these(...[one, two, last].filter((file) => file !== undefined)));
  const paths: string[] = [];
  for await (const { path, contents } of filesGiven(broker, exportId, domain)) {
    paths.push(path);
    if (path === two?.path) for await (const piece of contents) if (piece.length > 0) break;
  }
  expect(paths).toEqual([one?.path, two?.path, last.path]);
});

test('A file that cannot be read to its end is not given, and what is there of it is not read as a whole', async () => {
  const broker = await open();
  function* failing(): Generator<Uint8Array> {
    yield randomBytes(MIB);
    throw new Error('the storage went away');
  }
  const giving = giveToExport(broker, { exportId, domain }, these({ path: 'tests/cut.bin', contents: failing() }));
  await expect(giving).rejects.toThrow('the storage went away');
  expect(await hasGiven(broker, exportId, domain)).toBe(false);
  const reading = async (): Promise<void> => {
    for await (const { contents } of filesGiven(broker, exportId, domain)) await Array.fromAsync(contents);
  };
  await expect(reading()).rejects.toThrow('anew');
});

test('Who reads a file of an export while it is given anew does not get half of each', async () => {
  const broker = await open();
  const give = (): Promise<void> =>
    giveToExport(broker, { exportId, domain }, these({ path: 'tests/a.bin', contents: [randomBytes(3 * MIB)] }));
  await give();
  const reading = async (): Promise<void> => {
    for await (const { contents } of filesGiven(broker, exportId, domain)) {
      for await (const piece of contents) if (piece.length > 0) await give();
    }
  };
  await expect(reading()).rejects.toThrow('anew');
});
