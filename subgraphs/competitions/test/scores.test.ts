import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { WorkoutChanged, WorkoutCompleted, WorkoutDeleted } from '#events/workouts.ts';
import { createEvent } from '#platform/events/envelope.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { until } from '#platform/testing/until.ts';
import { person } from '#platform/testing/subgraph.ts';
import { anyOrder } from '#platform/testing/anyOrder.ts';
import { joinCompetition } from '../actions/joinCompetition.ts';
import { keepWorkout } from '../consumers/keepWorkout.ts';
import type { Competition } from '../domain/competition.ts';
import { scoreOf } from '../domain/scoring.ts';
import type { Workout } from '../domain/workout.ts';
import { createLoaders } from '../loaders.ts';
import { insertCompetition } from '../store/competitions.ts';
import { allParticipations } from '../store/participations.ts';
import { join, newCompetition } from './asking.ts';
import { competition, figures, workout } from './samples.ts';
import { publishedScore, shareCompetitions, useCompetitions, usePool, useStores } from './support.ts';

const joinedAt = new Date('2026-05-04T12:00:00Z');
const relay = { wake: () => undefined, told: () => Promise.resolve() };

/** One version of a workout, as an event tells it; without figures it is deleted. */
interface Told {
  readonly eventId: string;
  readonly id: string;
  readonly ownerId: string;
  readonly version: number;
  readonly workout: Workout | undefined;
}

const people = [uuidv7(), uuidv7()];

/** A workout's life: some versions, of which the last may be its end. */
const life = fc
  .record({
    ownerId: fc.constantFrom(...people),
    versions: fc.array(
      fc.record({
        day: fc.integer({ min: 1, max: 9 }),
        distanceMeters: fc.option(fc.integer({ min: 0, max: 900_000 }).map((n) => n / 90)),
        believed: fc.boolean(),
        seconds: fc.integer({ min: 200, max: 210 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    deleted: fc.boolean(),
  })
  .map(({ ownerId, versions, deleted }) => {
    const id = uuidv7();
    const told = versions.map((version, index): Told => {
      const date = `2026-05-0${version.day}`;
      return {
        eventId: uuidv7(),
        id,
        ownerId,
        version: index + 1,
        workout: workout({
          id,
          startedAt: new Date(`${date}T06:00:00Z`),
          endedAt: new Date(`${date}T07:00:00Z`),
          localDate: date,
          distanceMeters: version.distanceMeters,
          believed: version.believed,
          bestEfforts: [{ distanceMeters: 1000, elapsedSeconds: version.seconds }],
        }),
      };
    });
    const end: Told = { eventId: uuidv7(), id, ownerId, version: versions.length + 1, workout: undefined };
    return deleted ? [...told, end] : told;
  });

type Step = { readonly kind: 'told'; readonly told: Told } | { readonly kind: 'join'; readonly who: string };

/** Everything that happens, some of it twice, in any order. */
const happenings = fc.array(life, { minLength: 1, maxLength: 6 }).chain((lives) => {
  const all = lives.flat();
  return fc
    .subarray(all)
    .chain((repeated) => {
      const steps: Step[] = [
        ...[...all, ...repeated].map((told) => ({ kind: 'told', told }) as const),
        ...people.map((who) => ({ kind: 'join', who }) as const),
      ];
      return anyOrder(steps);
    })
    .map((steps) => ({ lives, steps }));
});

async function happen(pool: Pool, competitions: readonly Competition[], step: Step): Promise<void> {
  if (step.kind === 'told') {
    const { eventId, id, ownerId, version, workout: figuresThen } = step.told;
    await keepWorkout({ pool, relay }, eventId, { id, ownerId, version }, figuresThen);
    return;
  }
  const viewer = person(step.who);
  const context = { viewer, pool, relay, clock: relay, now: () => joinedAt, loaders: createLoaders(pool, viewer) };
  for (const { id } of competitions) await joinCompetition.run(context, { competitionId: id, inviteCode: null });
}

/** What everybody's score must be, told from the last version of each workout. */
function recount(competitions: readonly Competition[], lives: readonly Told[][]): Map<string, unknown> {
  const last = lives.map((versions) => versions.at(-1)).filter((told) => told !== undefined);
  return new Map(
    competitions.flatMap((each) =>
      people.map((who) => {
        const theirs = last.flatMap((told) => (told.ownerId === who && told.workout ? [told.workout] : []));
        const score = scoreOf(each, joinedAt, theirs);
        return [`${each.id} ${who}`, [score?.value ?? null, score?.reachedAt ?? null, score?.activityCount ?? 0]];
      }),
    ),
  );
}

async function kept(pool: Pool, competitions: readonly Competition[]): Promise<Map<string, unknown>> {
  const parts = await Promise.all(competitions.map(({ id }) => allParticipations(pool, id)));
  return new Map(parts.flat().map((p) => [`${p.competitionId} ${p.userId}`, [p.score, p.reachedAt, p.activityCount]]));
}

async function versionsAndNotes(pool: Pool): Promise<{ versions: unknown; notes: unknown }> {
  const versions = await pool.query('SELECT id, version FROM participations ORDER BY id');
  const notes = await pool.query(
    `SELECT split_part(subject, '.', 3)::uuid AS id, count(*)::int AS version FROM outbox WHERE body IS NULL
     GROUP BY id ORDER BY id`,
  );
  return { versions: versions.rows, notes: notes.rows };
}

async function makeCompetitions(pool: Pool): Promise<Competition[]> {
  await pool.query('TRUNCATE participations, teams, competitions, workouts, inbox, outbox');
  const competitions = [
    competition('DISTANCE'),
    competition('ACTIVE_DAYS', { startsAt: new Date('2026-05-03T00:00:00Z'), countsWorkoutsBeforeJoining: false }),
    competition('FASTEST_EFFORT', { endsAt: new Date('2026-05-05T00:00:00Z') }),
  ];
  const client = await pool.connect();
  for (const each of competitions) await insertCompetition(client, each);
  client.release();
  return competitions;
}

describe('scores', () => {
  test('are what a recount gives, however events and joins are mixed up and repeated', async () => {
    const pool = await usePool();
    await fc.assert(
      fc.asyncProperty(happenings, async ({ lives, steps }) => {
        const competitions = await makeCompetitions(pool);
        for (const step of steps) await happen(pool, competitions, step);
        expect(await kept(pool, competitions)).toEqual(recount(competitions, lives));

        const { versions, notes } = await versionsAndNotes(pool);
        expect(notes).toEqual(versions);
        for (const step of steps) await happen(pool, competitions, step);
        expect((await versionsAndNotes(pool)).versions).toEqual(versions);
      }),
      { numRuns: 25 },
    );
  });

  test('are what a recount gives when it all happens at once', { timeout: 60_000 }, async () => {
    const pool = await usePool();
    await fc.assert(
      fc.asyncProperty(happenings, async ({ lives, steps }) => {
        const competitions = await makeCompetitions(pool);
        await Promise.all(steps.map((step) => happen(pool, competitions, step)));
        expect(await kept(pool, competitions)).toEqual(recount(competitions, lives));
        const { versions, notes } = await versionsAndNotes(pool);
        expect(notes).toEqual(versions);
      }),
      { numRuns: 25 },
    );
  });

  test('count a workout that arrives while its owner joins, whichever comes first', async () => {
    const pool = await usePool();
    const competitions = await makeCompetitions(pool);
    const [sum] = competitions;
    const owners = Array.from({ length: 30 }, () => uuidv7());
    await Promise.all(
      owners.flatMap((ownerId) => {
        const id = uuidv7();
        const told = { eventId: uuidv7(), id, ownerId, version: 1, workout: workout({ id }) };
        return [
          happen(pool, competitions, { kind: 'join', who: ownerId }),
          happen(pool, competitions, { kind: 'told', told }),
        ];
      }),
    );
    const scores = (await allParticipations(pool, sum?.id ?? '')).map(({ score }) => score);
    expect(scores).toEqual(owners.map(() => 5000));
  });
});

const shared = shareCompetitions();

describe('a score that changes', () => {
  test('is published as it stands, with its version, for each change', async () => {
    const running = shared();
    const ana = uuidv7();
    const { id } = await newCompetition(running, ana, { target: 10_000 });
    const part = (await join(running, ana, id)).participation?.id ?? '';
    const first = figures({ ownerId: ana });
    const second = figures({ ownerId: ana, startedAt: '2026-05-02T06:00:00Z', endedAt: '2026-05-02T07:00:00.000Z' });
    const changed = { ...second, version: 2, distanceMeters: 6000.006 };
    const steps = [
      [createEvent(WorkoutCompleted, first.workoutId, first, new Date()), [5000, first.endedAt, 1, 0.5]],
      [createEvent(WorkoutCompleted, second.workoutId, second, new Date()), [10_000, second.endedAt, 2, 1]],
      [createEvent(WorkoutChanged, changed.workoutId, changed, new Date()), [11_000.01, second.endedAt, 2, 1]],
      [deletion(second.workoutId, ana, 3), [5000, first.endedAt, 1, 0.5]],
    ] as const;
    for (const [index, [message, [score, reachedAt, activityCount, progress]]] of steps.entries()) {
      await running.publish(message);
      const published = await until('the score', async () => {
        const found = await publishedScore(running, id, part);
        return found?.version === index + 2 ? found : undefined;
      });
      expect(published).toMatchObject({ score, reachedAt, activityCount });
      const data = await running.ask(
        ana,
        'query ($id: ID!) { competition(id: $id) { viewerParticipation { score progress } } }',
        { id },
      );
      expect(data).toEqual({ competition: { viewerParticipation: { score, progress } } });
    }
  });

  test('is not brought back by an event that comes after the deletion', async () => {
    const running = shared();
    const ana = uuidv7();
    const { id } = await newCompetition(running, ana);
    const part = (await join(running, ana, id)).participation?.id ?? '';
    const gone = figures({ ownerId: ana });
    const stays = figures({ ownerId: ana, distanceMeters: 42 });
    await running.publish(deletion(gone.workoutId, ana, 3));
    await running.publish(createEvent(WorkoutCompleted, gone.workoutId, gone, new Date()));
    await running.publish(createEvent(WorkoutCompleted, stays.workoutId, stays, new Date()));
    const published = await until('the score', async () => {
      const found = await publishedScore(running, id, part);
      return found?.score === null ? undefined : found;
    });
    expect(published).toMatchObject({ version: 2, score: 42, activityCount: 1 });
  });

  test('leaves out what is flagged HARD, also when the flag comes later', async () => {
    const running = shared();
    const ana = uuidv7();
    const { id } = await newCompetition(running, ana);
    const part = (await join(running, ana, id)).participation?.id ?? '';
    const soft = figures({ ownerId: ana, worstFlag: 'SOFT' });
    await running.publish(createEvent(WorkoutCompleted, soft.workoutId, soft, new Date()));
    await until('the score', async () => (await publishedScore(running, id, part))?.score === 5000);
    const hard = { ...soft, version: 2, worstFlag: 'HARD' as const };
    await running.publish(createEvent(WorkoutChanged, hard.workoutId, hard, new Date()));
    await until('no score', async () => (await publishedScore(running, id, part))?.score === null);
  });

  test('is not lost while the broker is away', { timeout: 60_000 }, async () => {
    const stores = await useStores();
    const running = await useCompetitions(stores);
    const ana = uuidv7();
    const told = figures({ ownerId: ana });
    await running.publish(createEvent(WorkoutCompleted, told.workoutId, told, new Date()));
    await stores.nats.stop();
    const { id } = await newCompetition(running, ana);
    const part = (await join(running, ana, id)).participation?.id ?? '';
    await stores.nats.start();
    const published = (): Promise<boolean> =>
      publishedScore(running, id, part).then(
        (found) => found?.score === 5000,
        () => false,
      );
    await until('the score', published, 30_000);
  });
});

const deletion = (workoutId: string, ownerId: string, version: number) =>
  createEvent(WorkoutDeleted, workoutId, { version, workoutId, ownerId }, new Date());
