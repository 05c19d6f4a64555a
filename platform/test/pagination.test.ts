import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  backwardConnection,
  createSealedCursors,
  decodeCursor,
  encodeCursor,
  forwardConnection,
  pageSize,
} from '#platform/pagination.ts';

const badInput: unknown = expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } });
const edge = (row: number) => ({ cursor: encodeCursor(row), node: row });

describe('a page size', () => {
  test.each([1, 20, 100])('of %d is allowed', (size) => {
    expect(pageSize('first', size)).toBe(size);
  });

  test.each([0, -1, 101, 1.5, Number.NaN])('of %d is refused, naming the argument', (size) => {
    expect(() => pageSize('first', size)).toThrow(badInput);
    expect(() => pageSize('first', size)).toThrow('first');
  });
});

describe('a cursor', () => {
  const schema = z.object({ score: z.number().nullable(), id: z.string() });

  test('brings its values back, whatever they are', () => {
    const keys = fc.record({
      score: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0)),
      id: fc.string({ unit: 'binary' }),
    });
    fc.assert(
      fc.property(keys, (key) => {
        expect(decodeCursor(schema, encodeCursor(key))).toEqual(key);
      }),
    );
  });

  test('may be left out', () => {
    expect(decodeCursor(schema, null)).toBeUndefined();
    expect(decodeCursor(schema, undefined)).toBeUndefined();
  });

  test('of another list, or none at all, is refused', () => {
    for (const cursor of ['', 'abc', encodeCursor(7), encodeCursor({ score: 'high', id: 'x' })]) {
      expect(() => decodeCursor(schema, cursor)).toThrow(badInput);
    }
  });
});

describe('a sealed cursor', () => {
  const cursors = createSealedCursors('a secret of this test', 'tests');
  const keys = fc.tuple(fc.integer(), fc.string({ unit: 'binary' }));

  test('brings its values back, and may stand in an address', () => {
    fc.assert(
      fc.property(keys, fc.string(), (key, listId) => {
        const cursor = cursors.encode(listId, key);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(cursors.decode(listId, z.tuple([z.int(), z.string()]), cursor)).toEqual(key);
      }),
    );
    expect(cursors.decode('list', z.int(), undefined)).toBeUndefined();
  });

  test('tells nothing of them: neither how long a number is, nor whether two are the same', () => {
    const [one, same, larger] = [7, 7, Number.MAX_SAFE_INTEGER].map((key) => cursors.encode('list', key));
    expect(new Set([one, same, larger])).toHaveProperty('size', 3);
    expect(larger).toHaveLength(one?.length ?? 0);
    expect(Buffer.from(one ?? '', 'base64url').toString()).not.toContain('7   ');
  });

  test('is refused by another list, by that of another secret or purpose, changed, and unsealed', () => {
    const ofList = cursors.encode('list', 7);
    const changed = Buffer.from(ofList, 'base64url').map((byte, at) => (at === 30 ? byte ^ 1 : byte));
    const others = [
      cursors.encode('other', 7),
      createSealedCursors('another secret', 'tests').encode('list', 7),
      createSealedCursors('a secret of this test', 'other tests').encode('list', 7),
      ...[Buffer.from(changed).toString('base64url'), ofList.slice(0, 20), encodeCursor(7), 'abc', ''],
    ];
    for (const cursor of others) expect(() => cursors.decode('list', z.int(), cursor)).toThrow(badInput);
    expect(cursors.decode('list', z.int(), ofList)).toBe(7);
  });
});

describe('a connection', () => {
  test('read forwards has a next page when there was one row more', () => {
    const page = forwardConnection([1, 2, 3], 2, false, edge);
    expect(page.edges.map(({ node }) => node)).toEqual([1, 2]);
    expect(page.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: encodeCursor(1),
      endCursor: encodeCursor(2),
    });
  });

  test('read backwards comes oldest first and has a previous page when there was one row more', () => {
    const page = backwardConnection([3, 2, 1], 2, true, edge);
    expect(page.edges.map(({ node }) => node)).toEqual([2, 3]);
    expect(page.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: true,
      startCursor: encodeCursor(2),
      endCursor: encodeCursor(3),
    });
  });

  test('of nothing has no cursors', () => {
    expect(forwardConnection([], 20, false, edge)).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });
});
