import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Participation } from '../domain/competition.ts';
import { standingsOf } from '../domain/standings.ts';

const part = (id: string, score: number | null, reached = 1, activityCount = 1): Participation => ({
  id,
  competitionId: 'c',
  userId: id,
  joinedAt: new Date(0),
  version: 1,
  score,
  reachedAt: score === null ? null : new Date(reached),
  activityCount,
  completedAt: null,
  teamId: null,
});
const places = (...[metric, parts]: Parameters<typeof standingsOf>): [string, number | null][] =>
  standingsOf(metric, parts).map(({ entrant, rank }) => [entrant.id, rank]);

describe('final standings', () => {
  test('share ranks among equal scores and leave out the ranks after them', () => {
    expect(places('DISTANCE', [part('d', 1), part('c', 5), part('b', 5), part('a', 9)])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 2],
      ['d', 4],
    ]);
  });

  test('put among equals the earlier first, then fewer activities, then the lower id', () => {
    const equals = [part('a', 5, 9), part('d', 5, 3, 2), part('c', 5, 3, 1), part('b', 5, 3, 2)];
    expect(places('DISTANCE', equals)).toEqual([
      ['c', 1],
      ['b', 1],
      ['d', 1],
      ['a', 1],
    ]);
  });

  test('put the fastest first, and people without a score last and without a rank', () => {
    expect(places('FASTEST_EFFORT', [part('a', null), part('b', 300), part('c', 200)])).toEqual([
      ['c', 1],
      ['b', 2],
      ['a', null],
    ]);
  });

  test('give everybody 1 + the number who are strictly better', () => {
    const parts = fc
      .array(fc.tuple(fc.option(fc.integer({ min: 0, max: 4 })), fc.integer({ min: 0, max: 2 })), { maxLength: 12 })
      .map((some) => some.map(([score, reached], index) => part(String(index).padStart(3, '0'), score, reached)));
    fc.assert(
      fc.property(parts, (some) => {
        for (const { entrant, rank } of standingsOf('DISTANCE', some)) {
          const better = some.filter(({ score }) => score !== null && score > (entrant.score ?? Infinity));
          expect(rank).toBe(entrant.score === null ? null : better.length + 1);
        }
      }),
    );
  });
});
