import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { WorkoutCompleted } from '#events/workouts.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { until } from '#platform/testing/until.ts';
import { join, newCompetition } from './asking.ts';
import { figures } from './samples.ts';
import { NOBODY, publishedScore, shareCompetitions, useCompetitions } from './support.ts';

const shared = shareCompetitions();

describe('joining a competition', () => {
  test('begins with nothing, and tells others', async () => {
    const running = shared();
    const ana = uuidv7();
    const { id } = await newCompetition(running, uuidv7());
    const { participation, userErrors } = await join(running, ana, id);
    expect({ participation, userErrors }).toMatchObject({ participation: { score: 0 }, userErrors: [] });
    const participationId = participation?.id ?? '';
    const subject = `events.competitions.ParticipantJoined.${participationId}`;
    const message = await until('the event', () =>
      running.broker.manager.streams.getMessage('EVENTS_COMPETITIONS', { last_by_subj: subject }),
    );
    expect(message.json()).toMatchObject({ data: { competitionId: id, participationId, userId: ana, version: 1 } });
    expect(await until('the score', () => publishedScore(running, id, participationId))).toEqual({
      version: 1,
      competitionId: id,
      participationId,
      userId: ana,
      score: null,
      reachedAt: null,
      activityCount: 0,
    });
  });

  test('counts at once the workouts that are there', async () => {
    const running = shared();
    const [ana, ben] = [uuidv7(), uuidv7()];
    const { id } = await newCompetition(running, ben);
    const before = figures({ ownerId: ana });
    await running.publish(createEvent(WorkoutCompleted, before.workoutId, before, new Date()));
    await until('the workout', async () => {
      const { rows } = await running.pool.query('SELECT FROM workouts WHERE id = $1', [before.workoutId]);
      return rows.length > 0;
    });
    expect((await join(running, ana, id)).participation?.score).toBe(5000);
    const onlyAfter = await newCompetition(running, ben, { countsWorkoutsBeforeJoining: false });
    expect((await join(running, ana, onlyAfter.id)).participation?.score).toBe(0);
  });

  test('begins a race without a time', async () => {
    const running = shared();
    const { id } = await newCompetition(running, uuidv7(), { metric: 'FASTEST_EFFORT', effortDistanceMeters: 5000 });
    expect((await join(running, uuidv7(), id)).participation?.score).toBeNull();
  });

  test('works once, also when asked for many times at once', async () => {
    const running = shared();
    const ana = uuidv7();
    const { id } = await newCompetition(running, ana);
    const answers = await Promise.all(Array.from({ length: 8 }, () => join(running, ana, id)));
    expect(answers.filter(({ participation }) => participation !== null)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code)))).toEqual(
      new Set(['ALREADY_JOINED']),
    );
  });

  test('by invitation takes the code, except from the organizer', async () => {
    const running = shared();
    const [ana, ben] = [uuidv7(), uuidv7()];
    const { id, inviteCode } = await newCompetition(running, ana, { visibility: 'INVITE' });
    for (const wrong of [undefined, null, '', `${inviteCode}x`, inviteCode?.toLowerCase().replace(/\d/, '_')]) {
      expect((await join(running, ben, id, wrong)).userErrors).toEqual([
        { code: 'INVALID_INVITE_CODE', path: ['inviteCode'] },
      ]);
    }
    expect((await join(running, ben, id, inviteCode)).userErrors).toEqual([]);
    expect((await join(running, ana, id)).userErrors).toEqual([]);
  });

  test('is over with the window', async () => {
    let now = new Date('2026-05-02T00:00:00Z');
    const running = await useCompetitions(undefined, () => now);
    const { id } = await newCompetition(running, uuidv7(), { endsAt: '2026-05-03T00:00:00Z' });
    now = new Date('2026-05-03T00:00:00Z');
    expect((await join(running, uuidv7(), id)).userErrors).toEqual([
      { code: 'COMPETITION_CLOSED', path: ['competitionId'] },
    ]);
  });

  test.each([uuidv7(), 'x', ''])('refuses an id that is none (%s)', async (id) => {
    expect((await join(shared(), uuidv7(), id)).userErrors).toEqual([{ code: 'NOT_FOUND', path: ['competitionId'] }]);
  });

  test('takes somebody who is logged in', async () => {
    const { id } = await newCompetition(shared(), uuidv7());
    await expect(join(shared(), NOBODY, id)).rejects.toThrow('UNAUTHENTICATED');
  });

  test('is seen in the same request', async () => {
    const running = shared();
    const ana = uuidv7();
    const [one, two] = [await newCompetition(running, ana), await newCompetition(running, ana)];
    const data = await running.ask(
      ana,
      `mutation ($one: ID!, $two: ID!) {
        first: joinCompetition(input: { competitionId: $one }) { participation { id } }
        second: joinCompetition(input: { competitionId: $two }) { participation { id } }
      }`,
      { one: one.id, two: two.id },
    );
    expect(data).toMatchObject({ first: { participation: {} }, second: { participation: {} } });
    const { competition } = await running.ask(
      ana,
      'query ($id: ID!) { competition(id: $id) { viewerParticipation { score progress completedAt } } }',
      { id: one.id },
    );
    expect(competition).toEqual({ viewerParticipation: { score: 0, progress: null, completedAt: null } });
  });
});

const page = z.object({
  competition: z.object({
    participants: z.object({
      edges: z.array(z.object({ cursor: z.string(), node: z.object({ user: z.object({ id: z.string() }) }) })),
      pageInfo: z.object({ hasNextPage: z.boolean(), hasPreviousPage: z.boolean(), endCursor: z.string().nullable() }),
    }),
  }),
});

describe('the list of participants', () => {
  const readPage = async (id: string, first: number, after?: string | null) => {
    const data = await shared().ask(
      NOBODY,
      `query ($id: ID!, $first: Int!, $after: String) {
        competition(id: $id) {
          participants(first: $first, after: $after) {
            edges { cursor node { user { id } } }
            pageInfo { hasNextPage hasPreviousPage endCursor }
          }
        }
      }`,
      { id, first, after },
    );
    return page.parse(data).competition.participants;
  };

  test('comes in pages, in the order people joined, right also while more join', async () => {
    const running = shared();
    const { id } = await newCompetition(running, uuidv7());
    const people = Array.from({ length: 7 }, () => uuidv7());
    for (const someone of people.slice(0, 5)) await join(running, someone, id);
    const seen: string[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const { edges, pageInfo } = await readPage(id, 2, after);
      expect(pageInfo.hasPreviousPage).toBe(seen.length > 0);
      seen.push(...edges.map(({ node }) => node.user.id));
      for (const late of people.slice(5)) if (seen.length === 2) await join(running, late, id);
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    expect(seen).toEqual(people);
  });

  test('refuses odd sizes and cursors of other lists', async () => {
    const { id } = await newCompetition(shared(), uuidv7());
    expect((await readPage(id, 100)).edges).toEqual([]);
    await expect(readPage(id, 0)).rejects.toThrow('BAD_USER_INPUT');
    await expect(readPage(id, 101)).rejects.toThrow('BAD_USER_INPUT');
    await expect(readPage(id, 1, 'rubbish')).rejects.toThrow('BAD_USER_INPUT');
  });
});
