import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { Pool } from '#platform/postgres/connection.ts';
import { anyOrder } from '#platform/testing/anyOrder.ts';
import { keepWorkout } from '../consumers/keepWorkout.ts';
import { keepInStep } from '../consumers/squads.ts';
import type { Participation } from '../domain/competition.ts';
import { teamScoreOf } from '../domain/team.ts';
import { insertCompetition } from '../store/competitions.ts';
import { insertParticipation } from '../store/participations.ts';
import type { SquadNews } from '../store/squads.ts';
import { findScoredTeam, insertTeam, saveSeat } from '../store/teams.ts';
import { competition, workout } from './samples.ts';
import { usePool } from './support.ts';

const at = (minute: number): Date => new Date(Date.UTC(2026, 4, 1, 0, minute));

describe('the score of a team', () => {
  test('is the sum of its people, reached when the last of them reached theirs', () => {
    const people = [
      { score: 0.1, reachedAt: at(1), activityCount: 2 },
      { score: 0.2, reachedAt: at(9), activityCount: 1 },
      { score: null, reachedAt: null, activityCount: 0 },
    ];
    expect(teamScoreOf('DISTANCE', people)).toEqual({ score: 0.3, reachedAt: at(9), activityCount: 3 });
    expect(teamScoreOf('DISTANCE', people.slice(2))).toEqual({ score: null, reachedAt: null, activityCount: 0 });
  });

  test('of times is the best, reached by whoever had it first', () => {
    const people = [
      { score: 205, reachedAt: at(1), activityCount: 1 },
      { score: 200, reachedAt: at(9), activityCount: 1 },
      { score: 200, reachedAt: at(5), activityCount: 2 },
    ];
    expect(teamScoreOf('FASTEST_EFFORT', people)).toEqual({ score: 200, reachedAt: at(5), activityCount: 4 });
  });

  test('does not depend on the order of its people', () => {
    const person = fc.record({
      score: fc.integer({ min: 1, max: 9_000_000 }).map((n) => n / 100),
      reachedAt: fc.integer({ min: 0, max: 500 }).map(at),
      activityCount: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 8 }), fc.constantFrom('DISTANCE', 'FASTEST_EFFORT'), (some, metric) => {
        expect(teamScoreOf(metric, some.toReversed())).toEqual(teamScoreOf(metric, some));
      }),
    );
  });
});

const people = [uuidv7(), uuidv7(), uuidv7()];
const squadId = uuidv7();

/** What happens in a squad, one after the other: people come, become something else and go. */
const history = fc.array(fc.tuple(fc.constantFrom(...people), fc.boolean()), { maxLength: 12 }).map((moves) => {
  const present = new Set<string>();
  return moves.map(([userId, goes], index): SquadNews => {
    const head = { squadId, userId, version: index + 1, role: 'MEMBER' } as const;
    if (!present.has(userId)) {
      present.add(userId);
      return { ...head, kind: 'joined' };
    }
    if (goes) present.delete(userId);
    return goes ? { ...head, kind: 'left' } : { ...head, kind: 'role', role: 'OWNER' };
  });
});

interface Happening {
  readonly told: readonly SquadNews[];
  /** Told in this order, some of it twice; a workout of each person somewhere between. */
  readonly steps: readonly (SquadNews | string)[];
  /** At which version of the squad each person had come who took a seat. */
  readonly seats: ReadonlyMap<string, number>;
}

const happenings: fc.Arbitrary<Happening> = history.chain((told) => {
  const joins = told.filter(({ kind }) => kind === 'joined');
  return fc.tuple(fc.subarray(told), fc.subarray(joins)).chain(([repeated, taken]) => {
    return anyOrder([...told, ...repeated, ...people]).map((steps) => ({
      told,
      steps,
      seats: new Map(taken.map(({ userId, version }) => [userId, version])),
    }));
  });
});

/** A team of the squad, and everybody's part in its competition with the seat they took, if any. */
async function makeTeam(pool: Pool, seats: Happening['seats']): Promise<string> {
  await pool.query('TRUNCATE participations, teams, competitions, workouts, squad_members, inbox, outbox');
  const [held, id] = [competition('DISTANCE'), uuidv7()];
  const tx = await pool.connect();
  await insertCompetition(tx, held);
  const createdAt = held.createdAt;
  await insertTeam(tx, {
    id,
    competitionId: held.id,
    name: 'T',
    squadId,
    maxMembers: null,
    makerId: null,
    version: 1,
    createdAt,
  });
  for (const userId of people) {
    const begun = {
      joinedAt: createdAt,
      version: 1,
      score: null,
      reachedAt: null,
      activityCount: 0,
      completedAt: null,
    };
    const part: Participation = { ...begun, id: uuidv7(), competitionId: held.id, userId, teamId: null };
    await insertParticipation(tx, part);
    const version = seats.get(userId);
    if (version !== undefined) await saveSeat(tx, part.id, { teamId: id, version });
  }
  tx.release();
  return id;
}

const store = (pool: Pool) => ({ pool, relay: { wake: () => undefined, told: () => Promise.resolve() } });
const happen = (pool: Pool, step: SquadNews | string): Promise<void> => {
  if (typeof step !== 'string') return keepInStep(store(pool), step);
  const done = workout({ distanceMeters: 10 ** people.indexOf(step) });
  return keepWorkout(store(pool), uuidv7(), { id: done.id, ownerId: step, version: 1 }, done);
};

/** The seats that hold: of those who came then, and are there still. */
function recount({ told, seats }: Happening): number | null {
  const holding = people.filter((userId) => {
    const last = told.findLast((each) => each.userId === userId && each.kind !== 'role');
    return last?.kind === 'joined' && seats.get(userId) === last.version;
  });
  const scores = holding.map((userId) => 10 ** people.indexOf(userId));
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0);
}

describe('who plays for the team of a squad', () => {
  test('is what a recount gives, however events are mixed up and repeated', async () => {
    const pool = await usePool();
    await fc.assert(
      fc.asyncProperty(happenings, async (happening) => {
        const id = await makeTeam(pool, happening.seats);
        for (const step of happening.steps) await happen(pool, step);
        const team = await findScoredTeam(pool, id);
        expect(team?.score ?? null).toBe(recount(happening));
        for (const step of happening.told) await happen(pool, step);
        expect(await findScoredTeam(pool, id)).toEqual(team);
      }),
      { numRuns: 40 },
    );
  });

  test('is the same when it all happens at once', { timeout: 60_000 }, async () => {
    const pool = await usePool();
    await fc.assert(
      fc.asyncProperty(happenings, async (happening) => {
        const id = await makeTeam(pool, happening.seats);
        await Promise.all(happening.steps.map((step) => happen(pool, step)));
        expect((await findScoredTeam(pool, id))?.score ?? null).toBe(recount(happening));
      }),
      { numRuns: 15 },
    );
  });
});
