import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openBroker } from '#platform/events/broker.ts';
import { createService } from '#platform/lifecycle.ts';
import { until } from '#platform/testing/until.ts';
import { WorkoutChanged, WorkoutCompleted, WorkoutDeleted } from '#events/workouts.ts';
import { statisticsOf, workoutsOf } from './asking.ts';
import { act, run, start } from './liveSupport.ts';
import { filesIn } from './photoSupport.ts';
import { analysed } from './recordings.ts';
import { gpx, plain } from './runFiles.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { tellProfile } from './telling.ts';
import { activity, importBytes } from './uploading.ts';

const subgraph = useWorkouts();

const problems = z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() }));
const workoutSchema = z.object({
  id: z.string(),
  sport: z.string(),
  title: z.string(),
  status: z.string(),
  source: z.string(),
  visibility: z.string(),
  startedAt: z.string().nullable(),
  elapsedSeconds: z.number().nullable(),
  distanceMeters: z.number().nullable(),
  averageSpeedMetersPerSecond: z.number().nullable(),
  energy: z.object({ kilocalories: z.number(), source: z.string() }).nullable(),
  description: z.string().nullable(),
  metrics: z.unknown().optional(),
  flags: z.array(z.object({ code: z.string(), severity: z.string() })),
});
const FIELDS = `id sport title status source visibility startedAt elapsedSeconds distanceMeters
  averageSpeedMetersPerSecond energy { kilocalories source } description metrics flags { code severity }`;

async function change(personId: string, name: 'logWorkout' | 'updateWorkout', input: object) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation($input: ${type}!) { ${name}(input: $input) { workout { ${FIELDS} } userErrors { code path } } }`;
  const data = await query(subgraph.url, personId, text, { input });
  return z.object({ workout: workoutSchema.nullable(), userErrors: problems }).parse(data[name]);
}

async function remove(personId: string, workoutId: string) {
  const text = `mutation($input: DeleteWorkoutInput!) { deleteWorkout(input: $input) { deletedWorkoutId userErrors { code path } } }`;
  const data = await query(subgraph.url, personId, text, { input: { workoutId } });
  return z.object({ deletedWorkoutId: z.string().nullable(), userErrors: problems }).parse(data['deleteWorkout']);
}

const logged = async (personId: string, input: object = {}) => {
  const { workout, userErrors } = await change(personId, 'logWorkout', {
    sport: 'STRENGTH',
    startedAt: '2026-05-01T06:30:00Z',
    elapsedSeconds: 1800,
    ...input,
  });
  expect(userErrors).toEqual([]);
  if (!workout) throw new Error('the workout was refused');
  return workout;
};

/** The events about a workout, oldest first, as soon as there are so many. */
async function eventsOf(workoutId: string, count: number) {
  const { service, close } = createService('listener', 'silent');
  const broker = await openBroker(service, subgraph.nats.url);
  const all = z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) });
  try {
    return await until(`${count} events`, async () => {
      const { state } = await broker.manager.streams.info('EVENTS_WORKOUTS');
      const found = [];
      for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq += 1) {
        const message = await broker.manager.streams.getMessage('EVENTS_WORKOUTS', { seq });
        const event = message && all.parse(message.json());
        if (event?.data['workoutId'] === workoutId) found.push(event);
      }
      return found.length >= count ? found : undefined;
    });
  } finally {
    await close();
  }
}

describe('a workout told by hand', () => {
  it('is kept with free metrics, the energy that was told, and an event', async () => {
    const me = somebody();
    const metrics = { sets: [{ repetitions: 8, weightKilograms: 62.5 }], note: 'good', 'a.b$': { deep: true } };
    const workout = await logged(me, { kilocalories: 210, metrics, title: ' Legs ' });
    expect(workout).toMatchObject({
      source: 'MANUAL',
      status: 'COMPLETED',
      title: 'Legs',
      elapsedSeconds: 1800,
      distanceMeters: null,
      energy: { kilocalories: 210, source: 'MANUAL' },
      metrics,
      flags: [],
    });
    const [event] = await eventsOf(workout.id, 1);
    expect(event).toMatchObject({
      type: WorkoutCompleted.type,
      data: { version: 1, source: 'MANUAL', elapsedSeconds: 1800, movingSeconds: 1800, kilocalories: 210 },
    });
    expect(await workoutsOf(subgraph.url, me)).toEqual([expect.objectContaining({ id: workout.id, title: 'Legs' })]);
  });

  it('has speed, an estimated energy and a name, and is not believed when nobody is that fast', async () => {
    const me = somebody();
    await tellProfile(subgraph.nats.url, me, { defaultVisibility: 'FRIENDS', weightKilograms: 80 });
    const fine = await logged(me, { sport: 'RUNNING', distanceMeters: 6000 });
    expect(fine).toMatchObject({ title: 'Morning run', visibility: 'FRIENDS', energy: { source: 'MET_BY_SPEED' } });
    expect(fine.averageSpeedMetersPerSecond).toBeCloseTo(3.333, 3);
    const tooFast = await logged(me, { sport: 'RUNNING', distanceMeters: 60_000, startedAt: '2026-05-02T06:30:00Z' });
    expect(tooFast.flags).toEqual([{ code: 'IMPLAUSIBLE_SPEED', severity: 'HARD' }]);
  });

  it('of a time that no clock can mean is refused, as is a figure by a name that is none', async () => {
    const me = somebody();
    const input = { sport: 'YOGA', elapsedSeconds: 60 };
    for (const startedAt of ['1999-12-31T23:59:59Z', '2200-01-01T00:00:00Z']) {
      const { userErrors } = await change(me, 'logWorkout', { ...input, startedAt });
      expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['startedAt'] }]);
    }
    const metrics: unknown = JSON.parse('{ "sets": [{ "__proto__": { "repetitions": 8 } }] }');
    const { userErrors } = await change(me, 'logWorkout', { ...input, startedAt: '2026-05-02T06:30:00Z', metrics });
    expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['metrics', 'sets', '0'] }]);
  });

  it('has up to 200 free figures, however they are put together', async () => {
    const me = somebody();
    const sets = Array.from({ length: 100 }, () => ({ repetitions: 8, weightKilograms: 62.5 }));
    expect((await logged(me, { metrics: { sets } })).metrics).toEqual({ sets });
    const started = { sport: 'STRENGTH', startedAt: '2026-05-03T06:30:00Z', elapsedSeconds: 60 };
    for (const metrics of [{ sets, more: 1 }, { sets, more: {} }, { more: Array.from({ length: 201 }, () => []) }]) {
      const { userErrors } = await change(me, 'logWorkout', { ...started, metrics });
      expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['metrics'] }]);
    }
  });

  it('is kept once for each id of the client, however often it is sent, and anew when it was deleted', async () => {
    const me = somebody();
    const clientWorkoutId = 'a/b: first';
    const recordings = () => filesIn(path.join(subgraph.config.STORAGE_DIR, 'recordings'));
    const before = (await recordings()).length;
    const first = await logged(me, { clientWorkoutId });
    const again = await Promise.all([1, 2, 3].map((i) => logged(me, { clientWorkoutId, title: `Again ${i}` })));
    expect(again).toEqual([first, first, first]);
    const at = (hour: number) => `2026-05-02T0${hour}:30:00Z`;
    const both = await Promise.all([6, 7].map((i) => logged(me, { clientWorkoutId: 'second', startedAt: at(i) })));
    expect(both[1]).toEqual(both[0]);
    expect(await workoutsOf(subgraph.url, me)).toHaveLength(2);
    expect((await recordings()).length - before).toBe(2);
    expect((await logged(somebody(), { clientWorkoutId })).id).not.toBe(first.id);
    await remove(me, first.id);
    expect((await logged(me, { clientWorkoutId })).id).not.toBe(first.id);
  });

  it('names the field that is wrong', async () => {
    const me = somebody();
    const deep = { a: { b: { c: { d: { e: { f: 1 } } } } } };
    const cases: [object, string[]][] = [
      [{ elapsedSeconds: 0 }, ['elapsedSeconds']],
      [{ elapsedSeconds: -5 }, ['elapsedSeconds']],
      [{ distanceMeters: -1 }, ['distanceMeters']],
      [{ kilocalories: 1e9 }, ['kilocalories']],
      [{ title: 'a\u0000b' }, ['title']],
      [{ description: 'x'.repeat(2001) }, ['description']],
      [{ startedAt: 'yesterday' }, ['startedAt']],
      [{ clientWorkoutId: '' }, ['clientWorkoutId']],
      [{ clientWorkoutId: 'x'.repeat(101) }, ['clientWorkoutId']],
      [{ metrics: [1] }, ['metrics']],
      [{ metrics: { sets: [{ note: 'a\u0000' }] } }, ['metrics', 'sets', '0', 'note']],
      [{ metrics: Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, i])) }, ['metrics']],
      [{ metrics: { sets: [{ ['n'.repeat(65)]: 1 }] } }, ['metrics', 'sets', '0']],
      [{ metrics: { sets: [{ 'a\u0000': 1 }] } }, ['metrics', 'sets', '0']],
      [{ metrics: deep }, ['metrics', 'a', 'b', 'c', 'd', 'e']],
    ];
    for (const [input, path] of cases) {
      const started = { sport: 'YOGA', startedAt: '2026-05-01T06:30:00Z', elapsedSeconds: 60, ...input };
      const { workout, userErrors } = await change(me, 'logWorkout', started);
      expect({ workout, userErrors }).toEqual({ workout: null, userErrors: [{ code: 'INVALID_INPUT', path }] });
    }
    expect(await workoutsOf(subgraph.url, me)).toEqual([]);
  });
});

describe('a file of a workout that was told by hand', () => {
  it('is another workout hours or a day away, however alike the two are', async () => {
    const me = somebody();
    const file = recorded();
    for (const away of [9 * HOUR_MS, 24 * HOUR_MS]) await told(me, file, { startedAt: file.startedAt - away });
    expect(await importBytes(subgraph.url, me, file.bytes)).toMatchObject({ status: 'COMPLETED' });
    expect(await workoutsOf(subgraph.url, me)).toHaveLength(3);
  });

  it('takes its place, as what it is: a file, of the sport that was told', async () => {
    const me = somebody();
    const file = recorded();
    const { id } = await told(me, file, { startedAt: file.startedAt + 30_000, sport: 'TRAIL_RUNNING' });
    expect(await importBytes(subgraph.url, me, file.bytes)).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    const [, changed] = await eventsOf(id, 2);
    const measured = { source: 'FILE', sport: 'TRAIL_RUNNING', hasPositions: true, hasHeartRate: true };
    expect(changed).toMatchObject({ type: WorkoutChanged.type, data: { version: 2, ...measured } });
  });

  it('takes its place also when it holds nothing but the length of a session', async () => {
    const me = somebody();
    const strength = { startedAt: '2026-05-01T12:24:30Z', elapsedSeconds: 1170 };
    const { id } = await logged(me, strength);
    const file = sessionOf(Date.parse('2026-05-01T12:24:21Z'), 1169);
    expect(await importBytes(subgraph.url, me, file)).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    const { workout } = await change(me, 'updateWorkout', { workoutId: id, title: 'Iron' });
    expect(workout).toMatchObject({ source: 'FILE', elapsedSeconds: 1169, sport: 'STRENGTH' });
  });

  it('may as well be what was recorded as it happened', async () => {
    const me = somebody();
    const { samples, startedAt, meters } = run(600);
    const { id } = await logged(me, { sport: 'RUNNING', startedAt, elapsedSeconds: 600, distanceMeters: meters });
    const workoutId = await start(subgraph.url, me, { startedAt });
    await act(subgraph.url, me, 'recordSamples', { workoutId, samples });
    const { workout } = await act(subgraph.url, me, 'finishWorkout', { workoutId });
    expect(workout).toMatchObject({ id, source: 'LIVE' });
  });
});

describe('what was told by hand of a workout whose place a recording takes', () => {
  const recordedRun = () => {
    const { samples, startedAt, meters } = run(600);
    return { samples, startedAt, told: { sport: 'RUNNING', startedAt, elapsedSeconds: 600, distanceMeters: meters } };
  };

  it('counts where nothing was measured, also when the figures are computed anew', async () => {
    const me = somebody();
    const { samples, startedAt, told: asTold } = recordedRun();
    const { id } = await logged(me, { ...asTold, kilocalories: 133.3 });
    const way = { samples, startedAt, meters: 1800 };
    const energy = { kilocalories: 133.3, source: 'MANUAL' };
    expect(await importBytes(subgraph.url, me, gpx(way))).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    const { workout } = await change(me, 'updateWorkout', { workoutId: id, sport: 'TRAIL_RUNNING' });
    expect(workout).toMatchObject({ source: 'FILE', sport: 'TRAIL_RUNNING', energy });
    const [, changed] = await eventsOf(id, 2);
    expect(changed).toMatchObject({ data: { version: 2, source: 'FILE', kilocalories: 133.3 } });
    const workoutId = await start(subgraph.url, me, { startedAt });
    await act(subgraph.url, me, 'recordSamples', { workoutId, samples: plain(way).samples });
    expect((await act(subgraph.url, me, 'finishWorkout', { workoutId })).workout?.id).toBe(id);
    const again = await change(me, 'updateWorkout', { workoutId: id, title: 'Mine' });
    expect(again.workout).toMatchObject({ source: 'LIVE', energy });
  });

  it('goes behind what was measured', async () => {
    const me = somebody();
    await tellProfile(subgraph.nats.url, me, { birthDate: '1990-01-01', weightKilograms: 70 });
    const { samples, startedAt, told: asTold } = recordedRun();
    const { id } = await logged(me, { ...asTold, kilocalories: 133 });
    const workoutId = await start(subgraph.url, me, { startedAt });
    await act(subgraph.url, me, 'recordSamples', { workoutId, samples });
    await act(subgraph.url, me, 'finishWorkout', { workoutId });
    const { workout } = await change(me, 'updateWorkout', { workoutId: id, title: 'Mine' });
    expect(workout).toMatchObject({ source: 'LIVE', energy: { source: 'HEART_RATE' } });
  });

  it('is also how far it went, where a recording does not tell', async () => {
    const me = somebody();
    const { samples, startedAt } = recordedRun();
    const { id } = await logged(me, { sport: 'SWIMMING', startedAt, elapsedSeconds: 600, distanceMeters: 100 });
    const beats = samples.map(({ sequence, at, heartRateBpm }) => ({ sequence, at, heartRateBpm }));
    const batch = { deviceId: 'strap', batchId: 'swim', sport: 'SWIMMING', samples: beats, last: true };
    expect((await act(subgraph.url, me, 'ingestDeviceData', batch)).workout?.id).toBe(id);
    const asked = 'query($id: ID!) { workout(id: $id) { source distanceMeters distanceSource movingTimeSource } }';
    expect(await query(subgraph.url, me, asked, { id })).toEqual({
      workout: { source: 'DEVICE', distanceMeters: 100, distanceSource: 'MANUAL', movingTimeSource: 'ELAPSED' },
    });
  });
});

describe('updateWorkout', () => {
  it('computes the figures of a file anew for another sport, and says so', async () => {
    const me = somebody();
    const { workout: made } = await importBytes(subgraph.url, me, activity({ sport: 'RUNNING' }).bytes);
    const id = made?.id ?? '';
    const { workout } = await change(me, 'updateWorkout', {
      workoutId: id,
      sport: 'CYCLING',
      title: 'By bike',
      visibility: 'EVERYONE',
    });
    expect(workout).toMatchObject({ id, sport: 'CYCLING', title: 'By bike', visibility: 'EVERYONE', source: 'FILE' });
    const [, changed] = await eventsOf(id, 2);
    expect(changed).toMatchObject({
      type: WorkoutChanged.type,
      data: { version: 2, sport: 'CYCLING', visibility: 'EVERYONE' },
    });
  });

  it('makes a name anew that was made of sport and time, and leaves one that its owner or the file has given', async () => {
    const me = somebody();
    const run = { sport: 'RUNNING', startedAt: '2026-05-01T06:30:00Z' };
    const [made, given] = [await logged(me, run), await logged(me, { ...run, title: 'Morning run' })];
    const named = await importBytes(subgraph.url, me, Buffer.from(gpxWithoutTimes('Round the lake')));
    const untimed = await importBytes(subgraph.url, me, Buffer.from(gpxWithoutTimes('')));
    const titleOf = async (workoutId: string | undefined, said: object) =>
      (await change(me, 'updateWorkout', { workoutId, ...said })).workout?.title;
    expect(made.title).toBe('Morning run');
    expect(await titleOf(made.id, { sport: 'SWIMMING' })).toBe('Morning swim');
    expect(await titleOf(given.id, { sport: 'TRAIL_RUNNING' })).toBe('Morning run');
    expect(await titleOf(named.workout?.id, { sport: 'WALKING' })).toBe('Round the lake');
    expect(await titleOf(untimed.workout?.id, { sport: 'WALKING' })).toBe('Walk');
    const times = { startedAt: '2026-05-03T10:00:00Z', elapsedSeconds: 900 };
    expect(await titleOf(untimed.workout?.id, times)).toMatch(/^(Morning|Lunch|Afternoon|Evening|Night) walk$/);
    expect(await titleOf(untimed.workout?.id, { title: 'To work', sport: 'HIKING' })).toBe('To work');
    expect(await titleOf(untimed.workout?.id, { sport: 'WALKING' })).toBe('To work');
  });

  it('brings the name made of sport and time back where its owner takes another away, and the file does not', async () => {
    const me = somebody();
    const given = await logged(me, { sport: 'RUNNING', title: 'Round the lake' });
    const named = await importBytes(subgraph.url, me, Buffer.from(gpxWithoutTimes('Round the lake')));
    const workoutId = await start(subgraph.url, me, { title: 'Round the lake', startedAt: '2026-05-01T06:30:00Z' });
    const titleOf = async (id: string | undefined, said: object) =>
      (await change(me, 'updateWorkout', { workoutId: id, ...said })).workout?.title;
    expect(await titleOf(given.id, { title: null })).toBe('Morning run');
    expect(await titleOf(given.id, { sport: 'SWIMMING' })).toBe('Morning swim');
    expect(await titleOf(given.id, { title: 'Mine' })).toBe('Mine');
    expect(await titleOf(given.id, { title: null, sport: 'YOGA' })).toBe('Morning yoga');
    expect(await titleOf(named.workout?.id, { title: null, sport: 'WALKING' })).toBe('Walk');
    expect(await titleOf(named.workout?.id, { sport: 'HIKING' })).toBe('Hike');
    expect(await titleOf(workoutId, { title: null })).toBe('Morning run');
  });

  it('refuses to take away what a workout cannot be without, be it running or done', async () => {
    const me = somebody();
    const { id } = await logged(me);
    const running = await start(subgraph.url, me, {});
    for (const workoutId of [id, running])
      for (const field of ['sport', 'visibility', 'startedAt', 'elapsedSeconds']) {
        const { workout, userErrors } = await change(me, 'updateWorkout', { workoutId, title: 'Mine', [field]: null });
        expect([workout, userErrors]).toEqual([null, [{ code: 'INVALID_INPUT', path: [field] }]]);
      }
  });

  it('leaves a workout on the local date it had, wherever its owner has gone since', async () => {
    const me = somebody();
    await tellProfile(subgraph.nats.url, me, { timeZone: 'America/Los_Angeles' });
    const { id } = await logged(me, { sport: 'RUNNING', startedAt: '2026-11-20T03:00:00Z' });
    await tellProfile(subgraph.nats.url, me, { version: 2, timeZone: 'Asia/Tokyo' });
    await change(me, 'updateWorkout', { workoutId: id, sport: 'WALKING' });
    const [first, second] = await eventsOf(id, 2);
    expect(first).toMatchObject({ data: { sport: 'RUNNING', localDate: '2026-11-19' } });
    expect(second).toMatchObject({ data: { sport: 'WALKING', localDate: '2026-11-19' } });
    const zone = 'query($id: ID!) { workout(id: $id) { timeZone } }';
    expect(await query(subgraph.url, me, zone, { id })).toEqual({ workout: { timeZone: 'America/Los_Angeles' } });
  });

  it('gives times to a recording without any, which counts from then on', async () => {
    const me = somebody();
    const { workout: made } = await importBytes(subgraph.url, me, Buffer.from(gpxWithoutTimes()));
    const id = made?.id ?? '';
    const half = await change(me, 'updateWorkout', { workoutId: id, startedAt: '2026-05-03T10:00:00Z' });
    expect(half.userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['elapsedSeconds'] }]);
    const { workout } = await change(me, 'updateWorkout', {
      workoutId: id,
      startedAt: '2026-05-03T10:00:00Z',
      elapsedSeconds: 900,
    });
    expect(workout).toMatchObject({
      status: 'COMPLETED',
      startedAt: '2026-05-03T10:00:00.000Z',
      elapsedSeconds: 900,
      flags: [],
    });
    expect(workout?.averageSpeedMetersPerSecond).toBeCloseTo((workout?.distanceMeters ?? 0) / 900, 2);
    const [event] = await eventsOf(id, 1);
    expect(event).toMatchObject({ type: WorkoutCompleted.type, data: { localDate: '2026-05-03' } });
    const again = await change(me, 'updateWorkout', { workoutId: id, elapsedSeconds: 1000 });
    expect(again.workout).toMatchObject({ elapsedSeconds: 1000, startedAt: '2026-05-03T10:00:00.000Z' });
  });

  it('gives no times any more once a recording that has some of its own has come', async () => {
    const me = somebody();
    const file = recorded({ format: 'GPX' });
    const untimed = new TextDecoder().decode(file.bytes).replaceAll(/<time>[^<]*<\/time>/g, '');
    const { workout: made } = await importBytes(subgraph.url, me, Buffer.from(untimed));
    const workoutId = made?.id ?? '';
    const times = { startedAt: new Date(file.startedAt + 20_000).toISOString(), elapsedSeconds: 700 };
    expect((await change(me, 'updateWorkout', { workoutId, ...times })).userErrors).toEqual([]);
    const timed = await importBytes(subgraph.url, me, file.bytes);
    expect(timed).toMatchObject({ status: 'DUPLICATE', workout: { id: workoutId } });
    for (const field of ['startedAt', 'elapsedSeconds'] as const) {
      const { userErrors } = await change(me, 'updateWorkout', { workoutId, [field]: times[field] });
      expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: [field] }]);
    }
    const { workout } = await change(me, 'updateWorkout', { workoutId, sport: 'TRAIL_RUNNING' });
    const startedAt = new Date(file.startedAt).toISOString();
    expect(workout).toMatchObject({ startedAt, elapsedSeconds: file.elapsedSeconds });
  });

  it('tells anew what was told by hand, and all that follows of it', async () => {
    const me = somebody();
    await tellProfile(subgraph.nats.url, me, { timeZone: 'America/Los_Angeles' });
    const { id: workoutId, title } = await logged(me, {
      ...{ sport: 'RUNNING', startedAt: '2026-06-01T15:30:00Z', distanceMeters: 5000, kilocalories: 300 },
    });
    const beside = await logged(me, { startedAt: '2026-06-01T15:40:00Z' });
    expect([title, beside.flags.map(({ code }) => code)]).toEqual(['Morning run', ['OVERLAP']]);
    const say = async (said: object) => {
      const { workout, userErrors } = await change(me, 'updateWorkout', { workoutId, ...said });
      expect(userErrors).toEqual([]);
      return workout;
    };
    const kept = { elapsedSeconds: 1800, distanceMeters: 5000, energy: { kilocalories: 300, source: 'MANUAL' } };
    const startedAt = '2026-06-01T02:00:00.000Z';
    expect(await say({ startedAt })).toMatchObject({ ...kept, startedAt, title: 'Evening run', source: 'MANUAL' });
    expect(await say({ elapsedSeconds: 2000 })).toMatchObject({ ...kept, startedAt, elapsedSeconds: 2000 });
    const more = { distanceMeters: 6000, kilocalories: 350 };
    expect(await say(more)).toMatchObject({ averageSpeedMetersPerSecond: 3, energy: { kilocalories: 350 } });
    const [, , , changed] = await eventsOf(workoutId, 4);
    expect(changed).toMatchObject({
      type: WorkoutChanged.type,
      data: { version: 4, startedAt, localDate: '2026-05-31', elapsedSeconds: 2000, ...more },
    });
    const [, told] = await eventsOf(beside.id, 2);
    expect(told).toMatchObject({ type: WorkoutChanged.type, data: { worstFlag: null } });
    const listed = await workoutsOf(subgraph.url, me);
    expect(listed.map(({ id, ...shown }) => [id, shown.startedAt])).toEqual([
      [beside.id, '2026-06-01T15:40:00.000Z'],
      [workoutId, startedAt],
    ]);
    expect(await statisticsOf(subgraph.url, me)).toMatchObject({
      totalElapsedSeconds: 3800,
      totalDistanceMeters: 6000,
    });
    expect(await say({ distanceMeters: null, kilocalories: null })).toMatchObject({
      ...{ distanceMeters: null, averageSpeedMetersPerSecond: null, elapsedSeconds: 2000, startedAt },
      energy: { source: 'MET_GENERIC' },
    });
    expect(await say({ sport: 'WALKING' })).toMatchObject({ title: 'Evening walk', elapsedSeconds: 2000, startedAt });
  });

  it('tells nothing anew that comes of a recording, nor what logWorkout would not take', async () => {
    const me = somebody();
    const { workout: made } = await importBytes(subgraph.url, me, activity().bytes);
    const { id: byHand } = await logged(me);
    const workoutId = await start(subgraph.url, me, {});
    const cases: [string | undefined, object, string][] = [
      [made?.id, { distanceMeters: 5000 }, 'distanceMeters'],
      [made?.id, { distanceMeters: null }, 'distanceMeters'],
      [made?.id, { kilocalories: 100 }, 'kilocalories'],
      [made?.id, { elapsedSeconds: 100 }, 'elapsedSeconds'],
      [workoutId, { distanceMeters: 5000 }, 'distanceMeters'],
      [workoutId, { kilocalories: 100 }, 'kilocalories'],
      [byHand, { distanceMeters: -1 }, 'distanceMeters'],
      [byHand, { kilocalories: 1e9 }, 'kilocalories'],
      [byHand, { elapsedSeconds: 0 }, 'elapsedSeconds'],
      [byHand, { startedAt: '1999-12-31T23:59:59Z' }, 'startedAt'],
    ];
    for (const [id, said, field] of cases) {
      const { workout, userErrors } = await change(me, 'updateWorkout', { workoutId: id, ...said });
      expect({ workout, userErrors }).toEqual({
        workout: null,
        userErrors: [{ code: 'INVALID_INPUT', path: [field] }],
      });
    }
  });

  it('may come many times at once, each time answered', async () => {
    const me = somebody();
    const { id } = await logged(me, { sport: 'RUNNING', distanceMeters: 3000 });
    const titles = Array.from({ length: 30 }, (_, i) => `Title ${i}`);
    const answers = await Promise.all(titles.map((title) => change(me, 'updateWorkout', { workoutId: id, title })));
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    const gone = await Promise.all(titles.map(() => remove(me, id)));
    expect(gone.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
  });

  it('is for the owner alone', async () => {
    const workout = await logged(somebody(), { visibility: 'EVERYONE' });
    for (const workoutId of [workout.id, 'nothing', '\u0000']) {
      const { userErrors } = await change(somebody(), 'updateWorkout', { workoutId, title: 'Mine' });
      expect(userErrors).toEqual([{ code: 'NOT_FOUND', path: ['workoutId'] }]);
    }
  });
});

describe('what is doubtful about a workout that overlaps with another', () => {
  const codes = async (personId: string, id: string): Promise<string[]> => {
    const data = await query(subgraph.url, personId, 'query($id: ID!) { workout(id: $id) { flags { code } } }', { id });
    const schema = z.object({ workout: z.object({ flags: z.array(z.object({ code: z.string() })) }) });
    return schema.parse(data).workout.flags.map(({ code }) => code);
  };

  it('is so no more when the other is gone, and others are told; of those that are left the later stays doubtful', async () => {
    const me = somebody();
    const first = await logged(me);
    const second = await logged(me, { startedAt: '2026-05-01T06:35:00Z' });
    const third = await logged(me, { startedAt: '2026-05-01T06:40:00Z' });
    const flags = () => Promise.all([second, third].map(({ id }) => codes(me, id)));
    expect(await flags()).toEqual([['OVERLAP'], ['OVERLAP']]);
    await remove(me, first.id);
    expect(await flags()).toEqual([[], ['OVERLAP']]);
    const [, told] = await eventsOf(second.id, 2);
    expect(told).toMatchObject({ type: WorkoutChanged.type, data: { version: 2, worstFlag: null } });
    await remove(me, second.id);
    expect(await codes(me, third.id)).toEqual([]);
  });

  it('is so also in the last days of one that lasts a week, typed in or of a file, and no more when that is gone', async () => {
    const me = somebody();
    const on = (day: number) => Date.UTC(2026, 4, day, 10);
    const week = await logged(me, { sport: 'HIKING', startedAt: '2026-04-29T00:00:00Z', elapsedSeconds: 7 * 86_400 });
    const within = [];
    for (const day of [1, 3, 5]) within.push((await logged(me, { startedAt: new Date(on(day)).toISOString() })).id);
    const { workout } = await importBytes(subgraph.url, me, activity({ startedAt: on(4), sport: 'RUNNING' }).bytes);
    within.push(workout?.id ?? '');
    const after = await logged(me, { startedAt: '2026-05-06T00:00:00Z' });
    expect(await Promise.all([...within, after.id].map((id) => codes(me, id)))).toEqual([
      ...within.map(() => ['OVERLAP']),
      [],
    ]);
    await remove(me, week.id);
    expect(await Promise.all(within.map((id) => codes(me, id)))).toEqual(within.map(() => []));
  });

  it('is so of one of two that are typed in at once', async () => {
    const me = somebody();
    const both = await Promise.all([logged(me), logged(me, { startedAt: '2026-05-01T06:35:00Z' })]);
    expect((await Promise.all(both.map(({ id }) => codes(me, id)))).flat()).toEqual(['OVERLAP']);
  });

  it('stays with the later one when the earlier is changed', async () => {
    const me = somebody();
    const first = await logged(me);
    const second = await logged(me, { startedAt: '2026-05-01T06:35:00Z' });
    await change(me, 'updateWorkout', { workoutId: first.id, sport: 'YOGA' });
    expect([await codes(me, first.id), await codes(me, second.id)]).toEqual([[], ['OVERLAP']]);
  });
});

describe('a weight', () => {
  it('is that of the day a workout took place', async () => {
    const me = somebody();
    const bodyWeights = [
      { measuredOn: '2026-05-01', kilograms: 60 },
      { measuredOn: '2026-01-01', kilograms: 90 },
    ];
    await tellProfile(subgraph.nats.url, me, { weightKilograms: 60, bodyWeights });
    const spring = await logged(me, { startedAt: '2026-05-02T06:30:00Z' });
    const winter = await logged(me, { startedAt: '2026-02-02T06:30:00Z' });
    expect(spring.energy?.kilocalories).toBeGreaterThan(0);
    expect((winter.energy?.kilocalories ?? 0) / (spring.energy?.kilocalories ?? 1)).toBeCloseTo(1.5, 2);
  });
});

describe('a description', () => {
  const read = async (who: string | null, id: string) => {
    const data = await query(subgraph.url, who, 'query($id: ID!) { workout(id: $id) { source description } }', { id });
    return data['workout'];
  };

  it('is what its owner writes, until they write another or none, and is seen by whoever sees the workout', async () => {
    const me = somebody();
    const { id } = await logged(me, { description: '  Round the lake,\nwith Ana\t ', visibility: 'EVERYONE' });
    const described = { source: 'MANUAL', description: 'Round the lake,\nwith Ana' };
    for (const who of [me, somebody(), null]) expect(await read(who, id)).toEqual(described);
    const write = async (said: object) => {
      const { workout, userErrors } = await change(me, 'updateWorkout', { workoutId: id, ...said });
      expect(userErrors).toEqual([]);
      return workout?.description;
    };
    expect(await write({ title: 'Lake' })).toBe(described.description);
    expect(await write({ description: 'x'.repeat(2000) })).toBe('x'.repeat(2000));
    expect(await write({ description: null })).toBeNull();
    expect(await write({ description: 'Anew' })).toBe('Anew');
    expect(await write({ description: ' ' })).toBeNull();
    await write({ description: 'For me', visibility: 'ONLY_ME' });
    expect(await read(somebody(), id)).toBeNull();
  });

  it('stays when a recording that tells more takes the place of the one there was, or figures are told anew', async () => {
    const me = somebody();
    const file = recorded();
    const { id } = await told(me, file, {});
    await change(me, 'updateWorkout', { workoutId: id, description: 'With Ana' });
    const anew = await change(me, 'updateWorkout', { workoutId: id, kilocalories: 100 });
    expect(anew.workout).toMatchObject({ source: 'MANUAL', description: 'With Ana' });
    expect(await importBytes(subgraph.url, me, file.bytes)).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    expect(await read(me, id)).toEqual({ source: 'FILE', description: 'With Ana' });
  });

  it('of more than 2000 characters, with control characters, or of a running workout is refused', async () => {
    const me = somebody();
    const { id } = await logged(me);
    const workoutId = await start(subgraph.url, me, {});
    for (const input of [
      { workoutId: id, description: 'x'.repeat(2001) },
      { workoutId: id, description: 'a\u0000b' },
      { workoutId, description: 'Running' },
    ]) {
      const { userErrors } = await change(me, 'updateWorkout', input);
      expect(userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['description'] }]);
    }
  });
});

describe('deleteWorkout', () => {
  it('takes the workout out of everything, tells others, and lets the same file be imported anew', async () => {
    const me = somebody();
    const { bytes } = activity();
    const { workout: made } = await importBytes(subgraph.url, me, bytes);
    const id = made?.id ?? '';
    expect(await remove(me, id)).toEqual({ deletedWorkoutId: id, userErrors: [] });
    expect(await workoutsOf(subgraph.url, me)).toEqual([]);
    expect(await query(subgraph.url, me, `query($id: ID!) { workout(id: $id) { id } }`, { id })).toEqual({
      workout: null,
    });
    const [, gone] = await eventsOf(id, 2);
    expect(gone).toMatchObject({ type: WorkoutDeleted.type, data: { version: 2, ownerId: me } });
    const anew = await importBytes(subgraph.url, me, bytes);
    expect(anew.status).toBe('COMPLETED');
    expect(anew.workout?.id).not.toBe(id);
    expect((await remove(me, id)).userErrors).toEqual([{ code: 'NOT_FOUND', path: ['workoutId'] }]);
  });

  it('is for the owner alone', async () => {
    const { id } = await logged(somebody(), { visibility: 'EVERYONE' });
    expect((await remove(somebody(), id)).userErrors).toEqual([{ code: 'NOT_FOUND', path: ['workoutId'] }]);
  });
});

const HOUR_MS = 3_600_000;

/** A file of a run, and what is in it. */
function recorded(options: Parameters<typeof activity>[0] = {}) {
  const { bytes } = activity({ format: 'TCX', ...options });
  const { startedAt, elapsedSeconds, distanceMeters } = analysed(bytes).figures;
  return { bytes, startedAt: startedAt ?? 0, elapsedSeconds: elapsedSeconds ?? 0, distanceMeters };
}

/** A file with the totals of a session in the gym, and no point. */
const sessionOf = (startedAt: number, seconds: number): Uint8Array => {
  const at = new Date(startedAt).toISOString();
  const lap = `<Lap StartTime="${at}"><TotalTimeSeconds>${seconds}</TotalTimeSeconds><DistanceMeters>0</DistanceMeters></Lap>`;
  return Buffer.from(
    `<TrainingCenterDatabase><Activities><Activity Sport="strength_training"><Id>${at}</Id>${lap}</Activity></Activities></TrainingCenterDatabase>`,
  );
};

/** Tells by hand what a file holds, or almost. */
const told = (personId: string, file: ReturnType<typeof recorded>, almost: { startedAt?: number; sport?: string }) =>
  logged(personId, {
    sport: almost.sport ?? 'RUNNING',
    startedAt: new Date(almost.startedAt ?? file.startedAt).toISOString(),
    elapsedSeconds: file.elapsedSeconds,
    distanceMeters: file.distanceMeters,
  });

/** Somebody's way, drawn without a clock. */
function gpxWithoutTimes(name?: string): string {
  const called = name === undefined ? '' : `<name>${name}</name>`;
  const points = Array.from({ length: 100 }, (_, i) => `<trkpt lat="${46 + i * 0.0002}" lon="14.5"/>`);
  return `<?xml version="1.0"?><gpx version="1.1" creator="test"><trk>${called}<type>running</type><trkseg>${points.join('')}</trkseg></trk></gpx>`;
}
