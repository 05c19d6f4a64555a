import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CompetitionFinalized } from '#events/competitions.ts';
import { WorkoutCompleted } from '#events/workouts.ts';
import type { Broker } from '#platform/events/broker.ts';
import { createEvent, envelopeSchema, type Envelope } from '#platform/events/envelope.ts';
import { until } from '#platform/testing/until.ts';
import { join, newCompetition } from './asking.ts';
import { figures } from './samples.ts';
import { useCompetitions, usePublisher, useStores, type Running } from './support.ts';

const status = z.object({ competition: z.object({ status: z.string() }) });
const statusOf = async ({ ask }: Running, id: string): Promise<string> => {
  const data = await ask(uuidv7(), 'query ($id: ID!) { competition(id: $id) { status } }', { id });
  return status.parse(data).competition.status;
};

/** All events about a competition, oldest first. */
async function eventsAbout({ manager }: Broker, competitionId: string): Promise<Envelope[]> {
  const { state } = await manager.streams.info('EVENTS_COMPETITIONS');
  const found: Envelope[] = [];
  for (let seq = 1; seq <= state.last_seq; seq++) {
    const message = await manager.streams.getMessage('EVENTS_COMPETITIONS', { seq });
    const envelope = message && envelopeSchema.parse(message.json());
    if (envelope?.subject === competitionId) found.push(envelope);
  }
  return found;
}
const typesAbout = async (broker: Broker, id: string): Promise<string[]> =>
  (await eventsAbout(broker, id)).map(({ type }) => type.split('.')[1] ?? '');

const allTypes = ['CompetitionCreated', 'CompetitionStarted', 'CompetitionEnded', 'CompetitionFinalized'];
const window = { startsAt: '2026-05-02T00:00:00Z', endsAt: '2026-05-03T00:00:00Z', gracePeriodSeconds: 3600 };

describe('a competition', () => {
  test('begins, ends and becomes final when it is time, telling each once', async () => {
    let now = new Date('2026-05-01T23:59:59Z');
    const running = await useCompetitions(undefined, () => now);
    const { id } = await newCompetition(running, uuidv7(), window);
    const goesOn = async (time: string, wanted: string, events: number): Promise<void> => {
      now = new Date(time);
      // Making another one wakes the clock.
      await newCompetition(running, uuidv7());
      await until(wanted, async () => (await statusOf(running, id)) === wanted);
      await until(`${events} events`, async () => (await typesAbout(running.broker, id)).length === events);
    };
    expect(await statusOf(running, id)).toBe('UPCOMING');
    await goesOn('2026-05-02T00:00:00Z', 'ACTIVE', 2);
    await goesOn('2026-05-03T00:00:00Z', 'ENDED', 3);
    await goesOn('2026-05-03T01:00:00Z', 'FINAL', 4);
    const events = await eventsAbout(running.broker, id);
    expect(events.map(({ data }) => z.object({ version: z.int() }).parse(data).version)).toEqual([1, 2, 3, 4]);
    expect(await typesAbout(running.broker, id)).toEqual(allTypes);
  });

  test('says it has begun or ended although nothing moved it yet', async () => {
    let now = new Date('2026-05-01T00:00:00Z');
    const running = await useCompetitions(undefined, () => now);
    const { id } = await newCompetition(running, uuidv7(), window);
    // Within the grace period: the clock, which may have been looking just now, cannot have made it final.
    now = new Date('2026-05-03T00:30:00Z');
    expect(await statusOf(running, id)).toBe('ENDED');
  });

  test('catches up with all that fell due while nothing ran, once for several instances', async () => {
    let now = new Date('2026-05-01T00:00:00Z');
    const stores = await useStores();
    const first = await useCompetitions(stores, () => now);
    const made = await Promise.all(Array.from({ length: 5 }, () => newCompetition(first, uuidv7(), window)));
    await first.close();
    now = new Date('2026-06-01T00:00:00Z');
    const [running] = await Promise.all([1, 2, 3].map(() => useCompetitions(stores, () => now)));
    if (!running) throw new Error('nothing runs');
    for (const { id } of made) {
      await until('the standings', async () => (await statusOf(running, id)) === 'FINAL');
      await until('all events', async () => (await typesAbout(running.broker, id)).length >= 4);
      expect((await typesAbout(running.broker, id)).sort()).toEqual([...allTypes].sort());
    }
  });
});

describe('final standings', () => {
  const workoutOf = (ownerId: string, distanceMeters: number, hour: number) => {
    const data = figures({
      ownerId,
      distanceMeters,
      startedAt: `2026-05-02T0${hour}:00:00.000Z`,
      endedAt: `2026-05-02T0${hour}:30:00.000Z`,
    });
    return createEvent(WorkoutCompleted, data.workoutId, data, new Date());
  };
  const finalStandings = async ({ broker }: Running, id: string) =>
    until('the standings', async () => {
      const event = (await eventsAbout(broker, id)).find(({ type }) => type === CompetitionFinalized.type);
      return event && CompetitionFinalized.data.parse(event.data);
    });

  test('hold everybody, in order, with shared ranks; later workouts change nothing', async () => {
    let now = new Date('2026-05-01T00:00:00Z');
    const running = await useCompetitions(undefined, () => now);
    const { id } = await newCompetition(running, uuidv7(), window);
    const [ana, ben, cat, dan] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    for (const who of [ana, ben, cat, dan]) await join(running, who, id);
    now = new Date('2026-05-03T00:30:00Z');
    for (const message of [workoutOf(ana, 3000, 6), workoutOf(ben, 5000, 7), workoutOf(cat, 5000, 6)]) {
      await running.publish(message);
    }
    await until('the scores', async () => {
      const { rows } = await running.pool.query('SELECT FROM participations WHERE score > 0');
      return rows.length === 3;
    });
    now = new Date('2026-05-03T01:00:00Z');
    await newCompetition(running, ana);
    const { standings, part, parts } = await finalStandings(running, id);
    expect([part, parts]).toEqual([1, 1]);
    expect(standings.map(({ userId, rank, score }) => [userId, rank, score])).toEqual([
      [cat, 1, 5000],
      [ben, 1, 5000],
      [ana, 3, 3000],
      [dan, null, null],
    ]);

    const late = workoutOf(dan, 9000, 8);
    await running.publish(late);
    await until('the late workout', async () => {
      const { rows } = await running.pool.query('SELECT FROM workouts WHERE id = $1', [late.envelope.subject]);
      return rows.length > 0;
    });
    const { rows } = await running.pool.query('SELECT FROM participations WHERE user_id = $1 AND score > 0', [dan]);
    expect(rows).toEqual([]);
  });

  test('wait for the workouts that were published while nothing ran', async () => {
    let now = new Date('2026-05-02T12:00:00Z');
    const stores = await useStores();
    const first = await useCompetitions(stores, () => now);
    const { id } = await newCompetition(first, uuidv7(), window);
    const ana = uuidv7();
    await join(first, ana, id);
    await first.close();
    // Published in the grace period, with nobody there to hear.
    const publisher = await usePublisher(stores);
    for (let index = 0; index < 300; index++) await publisher(workoutOf(ana, 10, index % 10));
    now = new Date('2026-05-03T02:00:00Z');
    const running = await useCompetitions(stores, () => now);
    const { standings } = await finalStandings(running, id);
    expect(standings).toMatchObject([{ userId: ana, rank: 1, score: 3000, activityCount: 300 }]);
  });

  test('of many come in parts, each right without the others', async () => {
    let now = new Date('2026-05-01T00:00:00Z');
    const running = await useCompetitions(undefined, () => now);
    const { id } = await newCompetition(running, uuidv7(), window);
    await running.pool.query(
      `INSERT INTO participations (id, competition_id, user_id, joined_at, version, score, reached_at, activity_count)
       SELECT gen_random_uuid(), $1, gen_random_uuid(), now(), 1, n, now(), 1 FROM generate_series(1, 2500) n`,
      [id],
    );
    now = new Date('2026-05-03T01:00:00Z');
    await newCompetition(running, uuidv7());
    const finals = await until('three parts', async () => {
      const events = (await eventsAbout(running.broker, id)).filter(({ type }) => type === CompetitionFinalized.type);
      return events.length === 3 && events.map(({ data }) => CompetitionFinalized.data.parse(data));
    });
    const inOrder = finals.sort((a, b) => a.part - b.part);
    expect(inOrder.map(({ part, parts, standings }) => [part, parts, standings.length])).toEqual([
      [1, 3, 1000],
      [2, 3, 1000],
      [3, 3, 500],
    ]);
    expect(inOrder.flatMap(({ standings }) => standings.map(({ rank }) => rank))).toEqual(
      Array.from({ length: 2500 }, (_, index) => index + 1),
    );
  });
});
