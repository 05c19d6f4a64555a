import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { encodeCursor } from '#platform/pagination.ts';
import { until } from '#platform/testing/until.ts';
import { tieBreak } from '../domain/ranking.ts';
import { placesOf, readBoard, type BoardAnswer } from './reading.ts';
import { NOBODY, shareLeaderboards } from './support.ts';
import { created, finalized, joined, scored } from './told.ts';

const shared = shareLeaderboards();

/** Waits until a board has so many participants and entries. */
const boardWith = (id: string, participants: number, entries: number, viewer = NOBODY): Promise<BoardAnswer> =>
  until(`a board with ${participants} participants, ${entries} entries`, async () => {
    const found = await readBoard(shared(), viewer, id);
    const right = found?.participantCount === participants && found.entries.edges.length === entries;
    return right ? found : undefined;
  });

describe('a board', () => {
  test('ranks by score, and counts those without one too', async () => {
    const [id, ana, ben, cat] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    await shared().publish(created({ competitionId: id }), ...[ana, ben, cat].map((who) => joined(id, who)));
    await shared().publish(scored(id, ana, 1000.01), scored(id, ben, 5000), scored(id, cat, null));
    const found = await boardWith(id, 3, 2);
    expect(placesOf(found)).toEqual([
      [ben, 1, 5000],
      [ana, 2, 1000.01],
    ]);
    expect(found).toMatchObject({ final: false, viewerEntry: null });
  });

  test('of times puts the lowest first', async () => {
    const [id, ana, ben] = [uuidv7(), uuidv7(), uuidv7()];
    await shared().publish(
      scored(id, ana, 1200.5),
      scored(id, ben, 1199),
      created({ competitionId: id, metric: 'FASTEST_EFFORT' }),
    );
    expect(placesOf(await boardWith(id, 2, 2))).toEqual([
      [ben, 1, 1199],
      [ana, 2, 1200.5],
    ]);
  });

  test('puts among equals the earlier first, then fewer activities, then the lower id; they share a rank', async () => {
    const [id, a, b, c, d, e] = [uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    const early = { reachedAt: '2026-05-01T08:00:00.000Z' };
    await shared().publish(
      created({ competitionId: id }),
      scored(id, a, 10, { ...early, activityCount: 12 }),
      scored(id, d, 10, { ...early, activityCount: 2 }),
      scored(id, c, 10, { ...early, activityCount: 2 }),
      scored(id, b, 10, { reachedAt: '2026-05-01T07:59:59.999Z', activityCount: 40 }),
      scored(id, e, 9.99, { reachedAt: '2026-05-01T01:00:00.000Z' }),
    );
    expect(placesOf(await boardWith(id, 5, 5))).toEqual([
      [b, 1, 10],
      [c, 1, 10],
      [d, 1, 10],
      [a, 1, 10],
      [e, 5, 9.99],
    ]);
  });

  test('tells the viewer where they stand', async () => {
    const [id, ...people] = Array.from({ length: 6 }, () => uuidv7());
    if (id === undefined) throw new Error('no id');
    const scores = [50, 40, 40, 10, null];
    await shared().publish(
      created({ competitionId: id }),
      ...people.map((who, index) => scored(id, who, scores[index] ?? null)),
    );
    await boardWith(id, 5, 4);
    const own = await Promise.all(
      people.map(async (who) => {
        const found = await readBoard(shared(), who, id);
        return found?.viewerEntry && [found.viewerEntry.rank, found.viewerEntry.percentile];
      }),
    );
    expect(own).toEqual([[1, 100], [2, 200 / 3], [2, 200 / 3], [4, 0], null]);
  });

  test('shows the viewer between those before and after', async () => {
    const [id, ...people] = Array.from({ length: 7 }, () => uuidv7());
    if (id === undefined) throw new Error('no id');
    const scores = [50, 40, 40, 30, 20, null];
    await shared().publish(
      created({ competitionId: id }),
      ...people.map((who, index) => scored(id, who, scores[index] ?? null)),
    );
    await boardWith(id, 6, 5);
    const around = async (who: string, radius: number): Promise<unknown> => {
      const query = `query ($id: ID!, $radius: Int!) {
        leaderboard(id: $id) { entriesAroundViewer(radius: $radius) { rank participant { id } } }
      }`;
      return (await shared().ask(who, query, { id, radius }))['leaderboard'];
    };
    const entries = (...places: [number, number][]) => ({
      entriesAroundViewer: places.map(([index, rank]) => ({ rank, participant: { id: people[index] } })),
    });
    const of = (index: number): string => people[index] ?? '';
    expect(await around(of(0), 1)).toEqual(entries([0, 1], [1, 2]));
    expect(await around(of(2), 1)).toEqual(entries([1, 2], [2, 2], [3, 4]));
    expect(await around(of(4), 2)).toEqual(entries([2, 2], [3, 4], [4, 5]));
    expect(await around(of(3), 0)).toEqual(entries([3, 4]));
    for (const who of [of(5), uuidv7(), NOBODY]) expect(await around(who, 2)).toEqual(entries());
    for (const radius of [-1, 50]) await expect(around(of(0), radius)).rejects.toThrow('radius must be 0 to 49');
  });

  test('has no percentile for its only entry', async () => {
    const [id, ana] = [uuidv7(), uuidv7()];
    await shared().publish(created({ competitionId: id }), scored(id, ana, 1));
    expect((await boardWith(id, 1, 1, ana))?.viewerEntry).toMatchObject({ rank: 1, percentile: null });
  });

  test('forgets a score that is gone', async () => {
    const [id, ana] = [uuidv7(), uuidv7()];
    await shared().publish(created({ competitionId: id }), scored(id, ana, 1));
    await boardWith(id, 1, 1);
    await shared().publish(scored(id, ana, null, { version: 2 }));
    await boardWith(id, 1, 0);
  });

  test('keeps scores exact to the centimetre, zero among them', async () => {
    const [id, ana, ben] = [uuidv7(), uuidv7(), uuidv7()];
    await shared().publish(created({ competitionId: id }), scored(id, ana, 123_456_789_012.34), scored(id, ben, 0));
    expect(placesOf(await boardWith(id, 2, 2))).toEqual([
      [ana, 1, 123_456_789_012.34],
      [ben, 2, 0],
    ]);
  });
});

describe('final standings', () => {
  test('stand as told, whatever scores come later', async () => {
    const [id, ana, ben, cat] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    const reachedAt = '2026-05-03T08:00:00.000Z';
    const standing = (who: string, rank: number | null, score: number | null) => ({
      participationId: who,
      userId: who,
      rank,
      score,
      reachedAt: score === null ? null : reachedAt,
      activityCount: 1,
    });
    await shared().publish(created({ competitionId: id }), scored(id, ana, 99), scored(id, cat, 5));
    await boardWith(id, 2, 2);
    await shared().publish(finalized(id, [standing(ana, 1, 7), standing(ben, 1, 7), standing(cat, null, null)]));
    await until('the end', async () => (await readBoard(shared(), NOBODY, id))?.final === true);
    await shared().publish(scored(id, cat, 1000, { version: 9 }), joined(id, cat));
    const marker = uuidv7();
    await shared().publish(created({ competitionId: marker }), scored(marker, ana, 1));
    await boardWith(marker, 1, 1);
    expect(placesOf(await boardWith(id, 3, 2))).toEqual([
      [ana, 1, 7],
      [ben, 1, 7],
    ]);
  });

  test('are final when all their parts are there', async () => {
    const id = uuidv7();
    const parts = [1, 2, 3].map((part) => {
      const who = uuidv7();
      const reachedAt = '2026-05-03T08:00:00.000Z';
      const standing = { participationId: who, userId: who, rank: part, score: 10 - part, reachedAt, activityCount: 1 };
      return finalized(id, [standing], part, 3);
    });
    const [first, second, third] = parts;
    if (!first || !second || !third) throw new Error('no parts');
    await shared().publish(created({ competitionId: id }), third, first, first);
    expect((await boardWith(id, 2, 2))?.final).toBe(false);
    await shared().publish(second);
    expect((await boardWith(id, 3, 3))?.final).toBe(true);
  });

  test('without participants are final too', async () => {
    const id = uuidv7();
    await shared().publish(finalized(id, []), created({ competitionId: id }));
    await until('the end', async () => (await readBoard(shared(), NOBODY, id))?.final === true);
  });
});

describe('pages', () => {
  test('follow each other through equal scores, in any size', async () => {
    const id = uuidv7();
    const people = Array.from({ length: 23 }, () => uuidv7());
    await shared().publish(
      created({ competitionId: id }),
      ...people.map((who, index) =>
        scored(id, who, Math.floor(index / 7), {
          activityCount: index % 3,
          reachedAt: `2026-05-01T0${index % 2}:00:00.000Z`,
        }),
      ),
    );
    const whole = placesOf(await boardWith(id, 23, 23));
    for (const first of [1, 2, 5, 22, 23, 24]) {
      const seen: [string, number, number][] = [];
      let after: string | null = null;
      for (let more = true; more;) {
        const found = await readBoard(shared(), NOBODY, id, { first, after });
        expect(found?.entries.pageInfo.hasPreviousPage).toBe(seen.length > 0);
        seen.push(...placesOf(found));
        after = found?.entries.pageInfo.endCursor ?? null;
        more = found?.entries.pageInfo.hasNextPage ?? false;
      }
      expect(seen).toEqual(whole);
    }
  });

  test('stay right while scores change: nobody who stays is missed or seen twice', async () => {
    const id = uuidv7();
    const people = Array.from({ length: 10 }, () => uuidv7());
    const [a, b, c, ...others] = people;
    if (!a || !b || !c) throw new Error('nobody');
    await shared().publish(created({ competitionId: id }), ...people.map((who) => scored(id, who, 5)));
    await boardWith(id, 10, 10);
    const page = await readBoard(shared(), NOBODY, id, { first: 2 });
    const seen = placesOf(page).map(([who]) => who);
    expect(seen).toEqual([a, b]);
    // The entry of the cursor goes ahead, another falls behind, one is gone.
    await shared().publish(
      scored(id, b, 9, { version: 2 }),
      scored(id, c, 1, { version: 2 }),
      scored(id, a, null, { version: 2 }),
    );
    await until('the changes', async () => placesOf(await readBoard(shared(), NOBODY, id))[0]?.[0] === b);
    await boardWith(id, 10, 9);
    const rest = await readBoard(shared(), NOBODY, id, { after: page?.entries.pageInfo.endCursor ?? null });
    expect(placesOf(rest).map(([who, rank]) => [who, rank])).toEqual([...others.map((who) => [who, 2]), [c, 9]]);
  });

  test('do not tell by their cursors when somebody reached a score, nor by how many activities', async () => {
    const [id, ana] = [uuidv7(), uuidv7()];
    const reachedAt = '2026-05-01T21:38:05.000Z';
    await shared().publish(
      created({ competitionId: id }),
      scored(id, ana, 5000, { reachedAt, activityCount: 7654321 }),
    );
    const [edge] = (await boardWith(id, 1, 1))?.entries.edges ?? [];
    const told = Buffer.from(edge?.cursor ?? '', 'base64url').toString('latin1');
    for (const hidden of [Date.parse(reachedAt), 7654321, ana]) expect(told).not.toContain(String(hidden));
    const plain = encodeCursor([
      -5000,
      tieBreak({ score: 5000, reachedAt: new Date(reachedAt), activityCount: 1 }, ana),
    ]);
    await expect(readBoard(shared(), NOBODY, id, { after: plain })).rejects.toThrow('BAD_USER_INPUT');
  });

  test('refuse odd sizes and cursors of other lists', async () => {
    const [id, other] = [uuidv7(), uuidv7()];
    await shared().publish(
      created({ competitionId: id }),
      created({ competitionId: other }),
      scored(other, uuidv7(), 1),
    );
    await boardWith(id, 0, 0);
    const ofOther = (await boardWith(other, 1, 1))?.entries.pageInfo.endCursor ?? null;
    await expect(readBoard(shared(), NOBODY, id, { after: ofOther })).rejects.toThrow('BAD_USER_INPUT');
    await expect(readBoard(shared(), NOBODY, id, { first: 0 })).rejects.toThrow('BAD_USER_INPUT');
    await expect(readBoard(shared(), NOBODY, id, { first: 101 })).rejects.toThrow('BAD_USER_INPUT');
    await expect(readBoard(shared(), NOBODY, id, { after: 'rubbish' })).rejects.toThrow('BAD_USER_INPUT');
  });
});
