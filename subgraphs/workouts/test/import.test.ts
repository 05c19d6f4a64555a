import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { WorkoutChanged, WorkoutCompleted } from '#events/workouts.ts';
import { openTestStream } from '#platform/testing/streams.ts';
import { until } from '#platform/testing/until.ts';
import { BAD_FILE_KINDS, BAD_FILES, generateBadFile } from '../../../fixtures/badFiles.ts';
import { workoutsOf } from './asking.ts';
import { laurelFile } from './laurelFiles.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { tellProfile } from './telling.ts';
import { activity, finished, importBytes, importState, importUpload, upload } from './uploading.ts';

const workouts = useWorkouts();
const badFileKind = z.enum(BAD_FILE_KINDS);
const completed = (workoutId: string): string => `events.workouts.WorkoutCompleted.${workoutId}`;
const noon = Date.UTC(2026, 5, 1, 12);
let seed = 5000;

async function idOf(personId: string, bytes: Uint8Array): Promise<string> {
  const { status, workout } = await importBytes(workouts.url, personId, bytes);
  expect(status).toBe('COMPLETED');
  return z.string().parse(workout?.id);
}

const flagsOf = async (personId: string, id: string) => {
  const data = await query(workouts.url, personId, 'query($id: ID!) { workout(id: $id) { flags { code severity } } }', {
    id,
  });
  return z
    .object({ workout: z.object({ flags: z.array(z.object({ code: z.string(), severity: z.string() })) }) })
    .parse(data).workout.flags;
};

describe('an import', () => {
  it('makes a workout of a file, and tells its figures as an event', async () => {
    const owner = somebody();
    const file = activity();
    const id = await idOf(owner, file.bytes);
    const stream = await openTestStream(workouts.nats.url);
    const { data } = await stream.next(completed(id));
    const told = WorkoutCompleted.data.parse(data);
    expect(told).toMatchObject({
      version: 1,
      workoutId: id,
      ownerId: owner,
      sport: file.expected.sport,
      source: 'FILE',
      visibility: 'ONLY_ME',
      startedAt: new Date(file.expected.startedAt).toISOString(),
      elapsedSeconds: file.expected.elapsedSeconds,
      hasPositions: true,
      hasHeartRate: true,
      worstFlag: null,
    });
    expect(told.distanceMeters).toBeCloseTo(file.expected.distanceMeters, -1);
  });

  it('answers with the first import when the same upload is imported again', async () => {
    const owner = somebody();
    const uploadId = await upload(workouts.url, owner, activity().bytes);
    const answers = await Promise.all(Array.from({ length: 5 }, () => importUpload(workouts.url, owner, uploadId)));
    const ids = new Set(answers.map(({ workoutImport }) => workoutImport?.id));
    expect(ids.size).toBe(1);
    const first = await finished(workouts.url, owner, z.string().parse([...ids][0]));
    const again = await importUpload(workouts.url, owner, uploadId);
    expect(again.workoutImport).toEqual({ id: first.id, status: 'COMPLETED' });
    expect(await workoutsOf(workouts.url, owner)).toHaveLength(1);
  });

  it('is for its owner alone to see', async () => {
    const owner = somebody();
    const { id } = await importBytes(workouts.url, owner, activity().bytes);
    expect(await importState(workouts.url, somebody(), id)).toBeNull();
    expect(await importState(workouts.url, owner, 'no-id')).toBeNull();
  });

  it('takes sport, title and visibility from the person who says them', async () => {
    const [owner, other] = [somebody(), somebody()];
    const wanted = { sport: 'TRAIL_RUNNING', title: ' Over the hill ', visibility: 'EVERYONE' };
    const { workout } = await importBytes(workouts.url, owner, activity().bytes, wanted);
    const data = await query(
      workouts.url,
      other,
      'query($id: ID!) { workout(id: $id) { sport title visibility owner { id } } }',
      {
        id: workout?.id,
      },
    );
    expect(data.workout).toEqual({ ...wanted, title: 'Over the hill', owner: { id: owner } });
  });

  it.each(Object.entries(BAD_FILES))('of a bad file (%s) comes to %o', async (kind, expected) => {
    const owner = somebody();
    const { bytes } = generateBadFile(badFileKind.parse(kind), 1);
    const { status, workout, failure } = await importBytes(workouts.url, owner, bytes);
    if ('failure' in expected) {
      expect({ status, failure }).toMatchObject({ status: 'FAILED', failure: { code: expected.failure } });
      expect(await workoutsOf(workouts.url, owner)).toEqual([]);
    } else {
      expect(status).toBe('COMPLETED');
      expect((await flagsOf(owner, workout?.id ?? '')).map(({ code }) => code)).toContain(expected.flag);
    }
  });

  it('of a file in the format of our own recordings fails, packed or not: it would be believed whatever it says', async () => {
    const owner = somebody();
    const own = laurelFile([], { byHand: true, elapsedSeconds: 600, distanceMeters: 2000, kilocalories: 90_000 });
    for (const bytes of [own, gzipSync(own)]) {
      expect(await importBytes(workouts.url, owner, bytes)).toMatchObject({
        status: 'FAILED',
        failure: { code: 'UNKNOWN_FORMAT' },
      });
    }
    expect(await workoutsOf(workouts.url, owner)).toEqual([]);
  });

  it('of a recording without usable times makes a workout that needs them, and tells nobody', async () => {
    const owner = somebody();
    const gpx = new TextDecoder().decode(activity({ format: 'GPX' }).bytes).replaceAll(/<time>[^<]*<\/time>/g, '');
    const { status, workout } = await importBytes(workouts.url, owner, Buffer.from(gpx));
    expect(status).toBe('COMPLETED');
    const id = z.string().parse(workout?.id);
    const data = await query(
      workouts.url,
      owner,
      'query($id: ID!) { workout(id: $id) { status startedAt elapsedSeconds flags { code } route { pointCount } } }',
      { id },
    );
    expect(data.workout).toMatchObject({
      status: 'NEEDS_TIMES',
      startedAt: null,
      elapsedSeconds: null,
      flags: [{ code: 'MISSING_TIMES' }],
    });
    expect((await workoutsOf(workouts.url, owner)).map((each) => each.id)).toEqual([id]);
    // An import made after it has been told; had this one been, so would it.
    const stream = await openTestStream(workouts.nats.url);
    await stream.next(completed(await idOf(owner, activity().bytes)));
    expect(await stream.count(completed(id))).toBe(0);
  });
});

describe('the same file', () => {
  it('imported again by the same person, packed or not, is the workout there is', async () => {
    const owner = somebody();
    const { bytes } = activity();
    const id = await idOf(owner, bytes);
    for (const repeat of [bytes, gzipSync(bytes), gzipSync(bytes, { level: 1 })]) {
      expect(await importBytes(workouts.url, owner, repeat)).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    }
    expect(await workoutsOf(workouts.url, owner)).toHaveLength(1);
  });

  it('is the workout there is also when it was the poorer of two, and the workout is of another sport since', async () => {
    const owner = somebody();
    const recording = { seed: 4710, startedAt: noon, format: 'TCX' } as const;
    const id = await idOf(owner, activity(recording).bytes);
    const poor = activity({ ...recording, heartRate: false }).bytes;
    expect(await importBytes(workouts.url, owner, poor)).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    const update = 'mutation($input: UpdateWorkoutInput!) { updateWorkout(input: $input) { userErrors { code } } }';
    await query(workouts.url, owner, update, { input: { workoutId: id, sport: 'CYCLING' } });
    expect(await importBytes(workouts.url, owner, poor)).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    const deletion = 'mutation($input: DeleteWorkoutInput!) { deleteWorkout(input: $input) { userErrors { code } } }';
    await query(workouts.url, owner, deletion, { input: { workoutId: id } });
    expect(await importBytes(workouts.url, owner, poor)).toMatchObject({ status: 'COMPLETED' });
  });

  it('imported many times at once becomes one workout and one event', async () => {
    const owner = somebody();
    const { bytes } = activity();
    const states = await Promise.all(
      Array.from({ length: 8 }, (_, i) => importBytes(workouts.url, owner, i % 2 ? bytes : gzipSync(bytes))),
    );
    expect(states.filter(({ status }) => status === 'COMPLETED')).toHaveLength(1);
    expect(states.filter(({ status }) => status === 'DUPLICATE')).toHaveLength(7);
    const ids = new Set(states.map(({ workout }) => workout?.id));
    expect(ids.size).toBe(1);
    const stream = await openTestStream(workouts.nats.url);
    const subject = completed(z.string().parse([...ids][0]));
    await stream.next(subject);
    expect(await stream.count(subject)).toBe(1);
  });

  it('imported by somebody else is believed once the first has deleted the workout made of it', async () => {
    const { bytes } = activity();
    const [first, second, third] = [somebody(), somebody(), somebody()];
    const deletion = 'mutation($input: DeleteWorkoutInput!) { deleteWorkout(input: $input) { userErrors { code } } }';
    await query(workouts.url, first, deletion, { input: { workoutId: await idOf(first, bytes) } });
    expect(await flagsOf(second, await idOf(second, bytes))).toEqual([]);
    for (const later of [third, first])
      expect(await flagsOf(later, await idOf(later, bytes))).toEqual([{ code: 'FOREIGN_FILE', severity: 'HARD' }]);
  });

  it.each([
    ['a poor one, then the rich one', ['poor', 'rich']],
    ['a rich one, then the poor one', ['rich', 'poor']],
    ['what was told by hand, then a file', ['rich'], true],
  ] as const)(
    'imported by others are believed once the workout is deleted that had several recordings: %s',
    async (...of) => {
      const [, recordings, isTold] = of;
      const first = somebody();
      const recording = { seed: seed++, startedAt: noon, format: 'TCX' } as const;
      const poor = activity({ ...recording, heartRate: false });
      const bytesOf = { poor: poor.bytes, rich: activity(recording).bytes };
      const { sport, elapsedSeconds, distanceMeters } = poor.expected;
      const input = { sport, startedAt: new Date(noon).toISOString(), elapsedSeconds, distanceMeters };
      const log = 'mutation($input: LogWorkoutInput!) { logWorkout(input: $input) { userErrors { code } } }';
      if (isTold) await query(workouts.url, first, log, { input });
      for (const each of recordings) await importBytes(workouts.url, first, bytesOf[each]);
      const [workout, ...others] = await workoutsOf(workouts.url, first);
      expect(others).toEqual([]);
      const foreign = [{ code: 'FOREIGN_FILE', severity: 'HARD' }];
      const early = somebody();
      const earlier = await idOf(early, bytesOf.rich);
      expect(await flagsOf(early, earlier)).toEqual(foreign);
      const deletion = 'mutation($input: DeleteWorkoutInput!) { deleteWorkout(input: $input) { userErrors { code } } }';
      await query(workouts.url, first, deletion, { input: { workoutId: workout?.id } });
      for (const each of recordings) {
        const [second, third] = [somebody(), somebody()];
        expect(await flagsOf(second, await idOf(second, bytesOf[each]))).toEqual([]);
        expect(await flagsOf(third, await idOf(third, bytesOf[each]))).toEqual(foreign);
      }
      expect(await flagsOf(early, earlier)).toEqual(foreign);
    },
  );

  it('imported by somebody else is not believed, whoever else follows', async () => {
    const { bytes } = activity();
    const [first, second, third] = [somebody(), somebody(), somebody()];
    expect(await flagsOf(first, await idOf(first, bytes))).toEqual([]);
    const foreign = [{ code: 'FOREIGN_FILE', severity: 'HARD' }];
    const later = await idOf(second, gzipSync(bytes));
    expect(await flagsOf(second, later)).toEqual(foreign);
    expect(await flagsOf(third, await idOf(third, bytes))).toEqual(foreign);
    const event = await (await openTestStream(workouts.nats.url)).next(completed(later));
    expect(event.data).toMatchObject({ worstFlag: 'HARD' });
  });
});

describe('two recordings of one activity', () => {
  it('are one workout, with the figures of the recording that tells more', async () => {
    const owner = somebody();
    const recording = { seed: 4711, startedAt: noon, format: 'TCX' } as const;
    const poor = activity({ ...recording, heartRate: false }).bytes;
    const rich = activity(recording).bytes;
    const id = await idOf(owner, poor);
    expect(await importBytes(workouts.url, owner, rich)).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    const event = await (await openTestStream(workouts.nats.url)).next(`events.workouts.WorkoutChanged.${id}`);
    expect(WorkoutChanged.data.parse(event.data)).toMatchObject({ version: 2, workoutId: id, hasHeartRate: true });
    for (const again of [poor, rich]) {
      expect(await importBytes(workouts.url, owner, again)).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    }
    const data = await query(
      workouts.url,
      owner,
      'query($id: ID!) { workout(id: $id) { heartRate { maxBpm } streams(kinds: [HEART_RATE]) { kind } } }',
      { id },
    );
    expect(data.workout).toMatchObject({
      heartRate: { maxBpm: expect.any(Number) },
      streams: [{ kind: 'HEART_RATE' }],
    });
    expect(await workoutsOf(workouts.url, owner)).toHaveLength(1);
  });

  it.each([
    ['GPX', 'FIT'],
    ['TCX', 'FIT'],
    ['FIT', 'GPX'],
    ['FIT', 'TCX'],
  ] as const)('have the laps and totals of the device that tells them: first %s, then %s', async (first, second) => {
    const owner = somebody();
    const recording = { seed: seed++, startedAt: noon } as const;
    const { laps, distanceMeters, elevationGainMeters } = activity({ ...recording, format: 'FIT' }).expected;
    const id = await idOf(owner, activity({ ...recording, format: first }).bytes);
    const again = await importBytes(workouts.url, owner, activity({ ...recording, format: second }).bytes);
    expect(again).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    const look = `query($id: ID!) { workout(id: $id) {
      distanceMeters distanceSource movingTimeSource elevationGainMeters elevationSource laps { index } } }`;
    expect(await query(workouts.url, owner, look, { id })).toEqual({
      workout: {
        distanceMeters: expect.closeTo(distanceMeters, 0),
        distanceSource: 'DEVICE',
        movingTimeSource: 'DEVICE_TIMER',
        elevationGainMeters,
        elevationSource: 'DEVICE',
        laps: laps.map((_, i) => ({ index: i + 1 })),
      },
    });
  });

  it.each([
    ['with the first', { first: 'TRAIL_RUNNING' }, 'TRAIL_RUNNING'],
    ['with the second', { second: 'TRAIL_RUNNING' }, 'TRAIL_RUNNING'],
    ['of the workout', { edited: 'TRAIL_RUNNING' }, 'TRAIL_RUNNING'],
    ['last', { edited: 'TRAIL_RUNNING', second: 'RUNNING' }, 'RUNNING'],
    ['of the workout since, and not of its kind', { edited: 'CYCLING' }, 'CYCLING'],
  ])('are of the sport that their owner said %s', async (_, said: Partial<Record<string, string>>, sport) => {
    const owner = somebody();
    const recording = { seed: seed++, startedAt: noon, format: 'TCX' } as const;
    const poor = activity({ ...recording, heartRate: false }).bytes;
    const { workout } = await importBytes(workouts.url, owner, poor, { sport: said['first'] });
    const id = workout?.id ?? '';
    const update = 'mutation($input: UpdateWorkoutInput!) { updateWorkout(input: $input) { userErrors { code } } }';
    await query(workouts.url, owner, update, { input: { workoutId: id, sport: said['edited'] } });
    const rich = await importBytes(workouts.url, owner, activity(recording).bytes, { sport: said['second'] });
    expect(rich).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    const text = 'query($id: ID!) { workout(id: $id) { sport heartRate { maxBpm } } }';
    const measured = { heartRate: { maxBpm: expect.any(Number) } };
    expect(await query(workouts.url, owner, text, { id })).toEqual({ workout: { sport, ...measured } });
  });

  it('are of the sport that their owner said, also when the first of them says so too', async () => {
    const owner = somebody();
    const recording = { seed: seed++, startedAt: noon, format: 'GPX' } as const;
    const id = await idOf(owner, activity({ ...recording, heartRate: false }).bytes);
    const text = 'mutation($input: UpdateWorkoutInput!) { updateWorkout(input: $input) { workout { sport } } }';
    const input = { workoutId: id, sport: 'RUNNING' };
    expect(await query(workouts.url, owner, text, { input })).toEqual({
      updateWorkout: { workout: { sport: 'RUNNING' } },
    });
    const rich = new TextDecoder().decode(activity(recording).bytes);
    const other = Buffer.from(rich.replace('<type>running', '<type>trail_running'));
    expect(other.length).toBeGreaterThan(rich.length);
    expect(await importBytes(workouts.url, owner, other)).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    const look = 'query($id: ID!) { workout(id: $id) { sport heartRate { maxBpm } } }';
    const measured = { heartRate: { maxBpm: expect.any(Number) } };
    expect(await query(workouts.url, owner, look, { id })).toEqual({ workout: { sport: 'RUNNING', ...measured } });
  });

  it.each([
    ['the richer one', { first: { heartRate: false } }],
    ['the poorer one', { second: { heartRate: false } }],
    ['the same file', {}],
  ])(
    'show to nobody any more whom their owner did not want to see %s',
    async (_, options: Partial<Record<string, object>>) => {
      const owner = somebody();
      const recording = { seed: seed++, startedAt: noon, format: 'TCX' } as const;
      const [first, second] = ['first', 'second'].map((which) => activity({ ...recording, ...options[which] }).bytes);
      const { workout } = await importBytes(workouts.url, owner, first ?? Buffer.of(), { visibility: 'EVERYONE' });
      const id = workout?.id ?? '';
      const secret = { visibility: 'ONLY_ME', title: 'Secret race' };
      const again = await importBytes(workouts.url, owner, second ?? Buffer.of(), secret);
      expect(again).toMatchObject({ status: 'DUPLICATE', workout: { id } });
      const look = 'query($id: ID!) { workout(id: $id) { visibility title } }';
      expect(await query(workouts.url, somebody(), look, { id })).toEqual({ workout: null });
      expect(await query(workouts.url, owner, look, { id })).toEqual({ workout: secret });
      // With the recording itself, not after it.
      const { data } = await (await openTestStream(workouts.nats.url)).next(`events.workouts.WorkoutChanged.${id}`);
      expect(data).toMatchObject({ version: 2, visibility: 'ONLY_ME' });
    },
  );

  it('show to no more people than before, nor to fewer by a default, and keep a title that was said', async () => {
    const owner = somebody();
    const recording = { seed: seed++, startedAt: noon, format: 'TCX' } as const;
    await tellProfile(workouts.nats.url, owner, { defaultVisibility: 'ONLY_ME' });
    const said = { visibility: 'FRIENDS', title: 'Mine' };
    const poor = activity({ ...recording, heartRate: false }).bytes;
    const { workout } = await importBytes(workouts.url, owner, poor, said);
    const look = 'query($id: ID!) { workout(id: $id) { visibility title } }';
    for (const [bytes, more] of [
      [poor, { visibility: 'EVERYONE', title: 'Another' }],
      [activity(recording).bytes, {}],
    ] as const) {
      expect(await importBytes(workouts.url, owner, bytes, more)).toMatchObject({ status: 'DUPLICATE', workout });
      expect(await query(workouts.url, owner, look, { id: workout?.id })).toEqual({ workout: said });
    }
  });

  it('leave a workout in the zone it came in, wherever its owner has gone since', async () => {
    const owner = somebody();
    const recording = { seed: seed++, startedAt: noon, format: 'TCX', gps: false } as const;
    await tellProfile(workouts.nats.url, owner, { timeZone: 'America/Los_Angeles' });
    const id = await idOf(owner, activity({ ...recording, heartRate: false }).bytes);
    await tellProfile(workouts.nats.url, owner, { version: 2, timeZone: 'Asia/Tokyo' });
    const rich = await importBytes(workouts.url, owner, activity(recording).bytes);
    expect(rich).toMatchObject({ status: 'DUPLICATE', workout: { id } });
    const text = 'query($id: ID!) { workout(id: $id) { timeZone } }';
    expect(await query(workouts.url, owner, text, { id })).toEqual({ workout: { timeZone: 'America/Los_Angeles' } });
  });

  it('are two workouts when they are of two people', async () => {
    const recording = { seed: 4712, startedAt: noon, format: 'TCX' } as const;
    await idOf(somebody(), activity({ ...recording, heartRate: false }).bytes);
    await idOf(somebody(), activity(recording).bytes);
  });

  it('that only overlap are both kept, the later one doubted', async () => {
    const owner = somebody();
    await idOf(owner, activity({ startedAt: noon, durationSeconds: 3600 }).bytes);
    const id = await idOf(
      owner,
      activity({ startedAt: noon + 600_000, durationSeconds: 1200, sport: 'CYCLING' }).bytes,
    );
    expect(await flagsOf(owner, id)).toContainEqual({ code: 'OVERLAP', severity: 'SOFT' });
  });
});

describe('twenty imports at once', () => {
  it('all become workouts, each with its event', async () => {
    const people = [somebody(), somebody(), somebody()];
    const imported = await Promise.all(
      Array.from({ length: 20 }, async (_, i) =>
        idOf(people[i % people.length] ?? '', activity({ durationSeconds: 300 }).bytes),
      ),
    );
    expect(new Set(imported).size).toBe(20);
    const stream = await openTestStream(workouts.nats.url);
    for (const id of imported) await stream.next(completed(id));
    const listed = await Promise.all(people.map((owner) => workoutsOf(workouts.url, owner)));
    expect(new Set(listed.flat().map(({ id }) => id))).toEqual(new Set(imported));
  });
});

describe("the person's profile", () => {
  const patient = useWorkouts({ PROFILE_WAIT_MS: 15_000 });

  it('is waited for when it has not come yet', async () => {
    const owner = somebody();
    const uploadId = await upload(patient.url, owner, activity().bytes);
    await importUpload(patient.url, owner, uploadId);
    await until(
      'the import to begin',
      async () => (await importState(patient.url, owner, uploadId))?.status === 'PROCESSING',
    );
    await tellProfile(patient.nats.url, owner, { defaultVisibility: 'EVERYONE' });
    const { workout } = await finished(patient.url, owner, uploadId);
    const data = await query(patient.url, null, 'query($id: ID!) { workout(id: $id) { visibility } }', {
      id: workout?.id,
    });
    expect(data.workout).toEqual({ visibility: 'EVERYONE' });
  });

  it('gives default visibility, time zone and heart rate zones', async () => {
    const owner = somebody();
    await tellProfile(workouts.nats.url, owner, {
      defaultVisibility: 'EVERYONE',
      timeZone: 'Asia/Tokyo',
      maxHeartRateBpm: 250,
      bodyVisibility: 'EVERYONE',
    });
    const id = await idOf(owner, activity({ gps: false, format: 'TCX' }).bytes);
    const data = await query(
      workouts.url,
      null,
      'query($id: ID!) { workout(id: $id) { visibility timeZone heartRate { zones { zone seconds } } } }',
      { id },
    );
    const { workout } = z
      .object({
        workout: z.object({
          visibility: z.string(),
          timeZone: z.string(),
          heartRate: z.object({ zones: z.array(z.object({ seconds: z.number() })) }),
        }),
      })
      .parse(data);
    expect(workout).toMatchObject({ visibility: 'EVERYONE', timeZone: 'Asia/Tokyo' });
    expect(workout.heartRate.zones[4]?.seconds).toBe(0);
  });

  it('that is older than the one known changes nothing', async () => {
    const owner = somebody();
    await tellProfile(workouts.nats.url, owner, { version: 3, defaultVisibility: 'EVERYONE' });
    await tellProfile(workouts.nats.url, owner, { version: 2, defaultVisibility: 'ONLY_ME' });
    await tellProfile(workouts.nats.url, owner, { version: 3, defaultVisibility: 'EVERYONE' });
    const { workout } = await importBytes(workouts.url, owner, activity().bytes);
    const data = await query(workouts.url, owner, 'query($id: ID!) { workout(id: $id) { visibility } }', {
      id: workout?.id,
    });
    expect(data.workout).toEqual({ visibility: 'EVERYONE' });
  });
});
