import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { FriendshipEnded, FriendshipStarted, UserBlocked, UserUnblocked } from '#events/users.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { haversineMeters } from '../domain/formulas/geo.ts';
import { VISIBILITIES, type Visibility } from '../domain/visibility.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { tellProfile, tellUsersEvents } from './telling.ts';
import { activity, importBytes } from './uploading.ts';

const workouts = useWorkouts();

/** What happens between an owner and somebody else, one thing after the other. */
const HAPPENINGS = ['befriend', 'unfriend', 'block', 'unblock', 'blockedBy', 'unblockedBy'] as const;
type Happening = (typeof HAPPENINGS)[number];

function eventsOf(owner: string, other: string, happenings: readonly Happening[]): Message[] {
  const friendshipId = uuidv7();
  const now = new Date();
  return happenings.map((happening, i) => {
    const about = { friendshipId, version: i + 1 };
    switch (happening) {
      case 'befriend':
        return createEvent(FriendshipStarted, friendshipId, { ...about, userId: other, friendId: owner }, now);
      case 'unfriend':
        return createEvent(FriendshipEnded, friendshipId, { ...about, userId: owner, friendId: other }, now);
      case 'block':
        return createEvent(UserBlocked, friendshipId, { ...about, userId: owner, blockedId: other }, now);
      case 'unblock':
        return createEvent(UserUnblocked, friendshipId, { ...about, userId: owner, blockedId: other }, now);
      case 'blockedBy':
        return createEvent(UserBlocked, friendshipId, { ...about, userId: other, blockedId: owner }, now);
      case 'unblockedBy':
        return createEvent(UserUnblocked, friendshipId, { ...about, userId: other, blockedId: owner }, now);
    }
  });
}

/** The last word of those given; whether it is the first of them. */
const lastIs = (happenings: readonly Happening[], yes: Happening, no: Happening): boolean =>
  happenings.findLast((each) => each === yes || each === no) === yes;

const WORKOUT = `id heartRate { maxBpm zones { zone } } route { pointCount }
  streams(kinds: [HEART_RATE, ELEVATION]) { kind }`;
const LOOK = `query($owner: [_Any!]!, $first: ID!, $second: ID!, $third: ID!, $entities: [_Any!]!) {
  first: workout(id: $first) { ${WORKOUT} } second: workout(id: $second) { ${WORKOUT} } third: workout(id: $third) { ${WORKOUT} }
  joined: _entities(representations: $entities) { ... on Workout { ${WORKOUT} } }
  listed: _entities(representations: $owner) { ... on User { workouts(first: 100) { edges { node { ${WORKOUT} } } } } }
}`;

const shown = z
  .object({
    id: z.string(),
    heartRate: z.object({ maxBpm: z.number(), zones: z.array(z.unknown()) }).nullable(),
    route: z.object({ pointCount: z.int() }).nullable(),
    streams: z.array(z.object({ kind: z.string() })),
  })
  .transform(({ id, heartRate, route, streams }) => ({
    id,
    heartRate: heartRate !== null,
    zones: (heartRate?.zones.length ?? 0) > 0,
    map: route !== null,
    heartRateStream: streams.some(({ kind }) => kind === 'HEART_RATE'),
  }));
const seen = z.object({
  first: shown.nullable(),
  second: shown.nullable(),
  third: shown.nullable(),
  joined: z.array(shown.nullable()),
  listed: z.tuple([z.object({ workouts: z.object({ edges: z.array(z.object({ node: shown })) }) })]),
});

/** What somebody sees of an owner's workouts: by id, joined from other subgraphs, and as the owner's list. */
async function look(owner: string, viewer: string | null, ids: readonly string[]) {
  const [first, second, third] = ids;
  const answer = await query(workouts.url, viewer, LOOK, {
    ...{ first, second, third },
    entities: ids.map((id) => ({ __typename: 'Workout', id })),
    owner: [{ __typename: 'User', id: owner }],
  });
  const parsed = seen.parse(answer);
  return {
    byId: [parsed.first, parsed.second, parsed.third],
    joined: parsed.joined,
    listed: parsed.listed[0].workouts.edges.map(({ node }) => node),
  };
}

/** Somebody with a workout of each visibility, whose zones are of the maximum that they told. */
async function ownerOfThree(): Promise<{ owner: string; ids: string[] }> {
  const owner = somebody();
  await tellProfile(workouts.nats.url, owner, { maxHeartRateBpm: 190 });
  const ids: string[] = [];
  for (const visibility of VISIBILITIES) {
    const { workout } = await importBytes(workouts.url, owner, activity().bytes, { visibility });
    ids.push(z.string().parse(workout?.id));
  }
  return { owner, ids };
}

describe('what somebody sees of a person’s workouts', () => {
  it('is what a simple model says, whatever happened between them, in whatever order it is heard', async () => {
    const { owner, ids } = await ownerOfThree();
    let version = 1;
    const anyCase = fc.record({
      viewer: fc.constantFrom('owner', 'nobody', 'other', 'other', 'other'),
      happenings: fc.array(fc.constantFrom(...HAPPENINGS), { maxLength: 6 }),
      order: fc.infiniteStream(fc.nat()),
      map: fc.constantFrom(...VISIBILITIES),
      heartRate: fc.constantFrom(...VISIBILITIES),
      body: fc.constantFrom(...VISIBILITIES),
    });
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ viewer, happenings, order, map, heartRate, body }) => {
        const other = somebody();
        version += 1;
        const told = eventsOf(owner, other, happenings);
        const shuffled = [...told, ...told.slice(0, 2)]
          .map((message) => ({ message, key: order.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ message }) => message);
        const privacy = { mapVisibility: map, heartRateVisibility: heartRate, bodyVisibility: body };
        await tellProfile(workouts.nats.url, owner, { version, ...privacy });
        if (shuffled.length > 0) await tellUsersEvents(workouts.nats.url, shuffled);

        const isFriend = viewer === 'other' && lastIs(happenings, 'befriend', 'unfriend');
        const isBlocked = viewer === 'other' && lastIs(happenings, 'block', 'unblock');
        const maySee = (visibility: Visibility): boolean =>
          viewer === 'owner' || (!isBlocked && (visibility === 'EVERYONE' || (visibility === 'FRIENDS' && isFriend)));
        const parts = { map: maySee(map), heartRate: maySee(heartRate), heartRateStream: maySee(heartRate) };
        const zones = maySee(heartRate) && maySee(body);
        const expected = VISIBILITIES.map((visibility, i) =>
          maySee(visibility) ? { id: ids[i], ...parts, zones } : null,
        );
        const who = { owner, nobody: null, other }[viewer];
        const found = await look(owner, who, ids);
        expect(found.byId).toEqual(expected);
        expect(found.joined).toEqual(expected);
        expect(found.listed).toEqual(expected.filter((each) => each !== null).toReversed());
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('tells energy to whoever may see what it was computed of', async () => {
    const owner = somebody();
    let version = 1;
    const tell = (more: object) => tellProfile(workouts.nats.url, owner, { version: (version += 1), ...body, ...more });
    const body = { birthDate: '1990-05-01', sex: 'FEMALE', weightKilograms: 60 };
    await tell({});
    const input = { startedAt: '2026-04-01T06:00:00Z', sport: 'YOGA', elapsedSeconds: 3600, visibility: 'EVERYONE' };
    const logged = async (more: object) => {
      const text = `mutation($input: LogWorkoutInput!) { logWorkout(input: $input) { workout { id } } }`;
      const answer = z.object({ logWorkout: z.object({ workout: z.object({ id: z.string() }) }) });
      return answer.parse(await query(workouts.url, owner, text, { input: { ...input, ...more } })).logWorkout.workout
        .id;
    };
    const { workout: recorded } = await importBytes(workouts.url, owner, activity({ format: 'GPX' }).bytes, {
      visibility: 'EVERYONE',
    });
    const ids = [await logged({}), z.string().parse(recorded?.id), await logged({ kilocalories: 250 })];
    const sources = async (who: string | null): Promise<(string | undefined)[]> => {
      const entities = ids.map((id) => ({ __typename: 'Workout', id }));
      const text = `query($of: [_Any!]!) { _entities(representations: $of) { ... on Workout { energy { source } } } }`;
      const energy = z.object({ energy: z.object({ source: z.string() }).nullable() });
      const data = await query(workouts.url, who, text, { of: entities });
      return z
        .array(energy)
        .parse(data['_entities'])
        .map((each) => each.energy?.source);
    };
    const all = ['MET_GENERIC', 'HEART_RATE', 'MANUAL'];
    expect(await sources(somebody())).toEqual([undefined, undefined, 'MANUAL']);
    await tell({ bodyVisibility: 'EVERYONE', heartRateVisibility: 'FRIENDS' });
    expect(await sources(somebody())).toEqual(['MET_GENERIC', undefined, 'MANUAL']);
    expect(await sources(owner)).toEqual(all);
    await tell({ bodyVisibility: 'EVERYONE', heartRateVisibility: 'EVERYONE' });
    expect(await sources(null)).toEqual(all);
    await tell({ bodyVisibility: 'FRIENDS', heartRateVisibility: 'EVERYONE' });
    expect(await sources(null)).toEqual([undefined, undefined, 'MANUAL']);
  });

  it('tells zones of heart rate to whoever may see what their maximum came of', async () => {
    const owner = somebody();
    let version = 1;
    const tell = (more: object) => tellProfile(workouts.nats.url, owner, { version: (version += 1), ...more });
    const ids: string[] = [];
    for (const body of [{}, { birthDate: '1970-02-02' }, { maxHeartRateBpm: 187 }]) {
      await tell(body);
      const file = activity({ format: 'TCX', startedAt: new Date(Date.UTC(2026, 3, ids.length + 1)) }).bytes;
      const { workout } = await importBytes(workouts.url, owner, file, { visibility: 'EVERYONE' });
      ids.push(z.string().parse(workout?.id));
    }
    const heartRate = z
      .object({
        zones: z.array(z.unknown()),
        zoneMaximumBpm: z.number().nullable(),
        zoneMaximumSource: z.string().nullable(),
      })
      .transform(({ zones, ...maximum }) => [zones.length, maximum.zoneMaximumBpm, maximum.zoneMaximumSource]);
    const zonesFor = async (who: string | null): Promise<unknown[]> => {
      const text = `query($of: [_Any!]!) { _entities(representations: $of) { ... on Workout {
        heartRate { zones { zone } zoneMaximumBpm zoneMaximumSource } } } }`;
      const of = ids.map((id) => ({ __typename: 'Workout', id }));
      const data = await query(workouts.url, who, text, { of });
      const found = z.array(z.object({ heartRate })).parse(data['_entities']);
      return found.map((each) => each.heartRate);
    };
    const assumed = [5, 183.5, 'ASSUMED'];
    const hidden = [0, null, null];
    const all = [assumed, [5, 168.8, 'AGE'], [5, 187, 'PROFILE']];
    for (const who of [somebody(), null]) expect(await zonesFor(who)).toEqual([assumed, hidden, hidden]);
    expect(await zonesFor(owner)).toEqual(all);
    await tell({ bodyVisibility: 'FRIENDS' });
    expect(await zonesFor(somebody())).toEqual([assumed, hidden, hidden]);
    await tell({ bodyVisibility: 'EVERYONE' });
    for (const who of [somebody(), null]) expect(await zonesFor(who)).toEqual(all);
  });

  it('has the heart rates of laps and splits for whom heart rates are shown, and power and speed for everybody', async () => {
    const owner = somebody();
    await tellProfile(workouts.nats.url, owner, { heartRateVisibility: 'ONLY_ME' });
    const file = activity({ sport: 'CYCLING', format: 'FIT', durationSeconds: 1800 });
    const { workout } = await importBytes(workouts.url, owner, file.bytes, { visibility: 'EVERYONE' });
    const text = `query($id: ID!) { workout(id: $id) { maxSpeedMetersPerSecond averageSpeedMetersPerSecond averagePowerWatts
      maxPowerWatts averageCadencePerMinute heartRate { maxBpm } laps { averageHeartRateBpm maxHeartRateBpm } splits { averageHeartRateBpm } } }`;
    const beats = z.number().nullable();
    const lap = z.object({ averageHeartRateBpm: beats, maxHeartRateBpm: beats });
    const shape = z.object({
      workout: z.object({
        ...{ maxSpeedMetersPerSecond: z.number(), averageSpeedMetersPerSecond: z.number() },
        ...{ averagePowerWatts: z.number(), maxPowerWatts: z.number(), averageCadencePerMinute: z.number() },
        heartRate: z.object({ maxBpm: z.number() }).nullable(),
        laps: z.array(lap).min(1),
        splits: z.array(z.object({ averageHeartRateBpm: beats })).min(1),
      }),
    });
    const readFor = async (who: string | null) =>
      shape.parse(await query(workouts.url, who, text, { id: workout?.id })).workout;
    const [whole, seen] = [await readFor(owner), await readFor(somebody())];
    expect(Math.max(...whole.laps.map(({ maxHeartRateBpm }) => maxHeartRateBpm ?? 0))).toBe(whole.heartRate?.maxBpm);
    for (const each of [...whole.laps, ...whole.splits]) expect(each.averageHeartRateBpm).toBeGreaterThan(60);
    expect(whole.averagePowerWatts).toBeGreaterThan(100);
    expect(whole.maxPowerWatts).toBeGreaterThan(whole.averagePowerWatts);
    expect(whole.averageCadencePerMinute).toBeGreaterThan(50);
    expect(whole.maxSpeedMetersPerSecond).toBeGreaterThan(whole.averageSpeedMetersPerSecond);
    expect(seen).toEqual({
      ...whole,
      heartRate: null,
      laps: whole.laps.map(() => ({ averageHeartRateBpm: null, maxHeartRateBpm: null })),
      splits: whole.splits.map(() => ({ averageHeartRateBpm: null })),
    });
  });

  it('does not tell that there is another workout at that time', async () => {
    const owner = somebody();
    const text = `mutation($input: LogWorkoutInput!) { logWorkout(input: $input) { workout { id flags { code } } } }`;
    const workout = z.object({ id: z.string(), flags: z.array(z.object({ code: z.string() })) });
    const log = async (visibility: Visibility) => {
      const input = { startedAt: '2026-04-01T06:00:00Z', sport: 'YOGA', elapsedSeconds: 3600, visibility };
      const data = await query(workouts.url, owner, text, { input });
      return z.object({ logWorkout: z.object({ workout }) }).parse(data).logWorkout.workout;
    };
    await log('ONLY_ME');
    const open = await log('EVERYONE');
    expect(open.flags).toEqual([{ code: 'OVERLAP' }]);
    const flagsFor = async (who: string | null) =>
      workout.parse((await query(workouts.url, who, `{ workout(id: "${open.id}") { id flags { code } } }`))['workout']);
    expect(await flagsFor(owner)).toEqual(open);
    for (const who of [somebody(), null]) expect(await flagsFor(who)).toEqual({ id: open.id, flags: [] });
  });

  it('is listed page by page, nothing left out and nothing told of the others', async () => {
    const owner = somebody();
    const open: string[] = [];
    for (const visibility of ['EVERYONE', 'ONLY_ME', 'EVERYONE', 'FRIENDS', 'EVERYONE', 'ONLY_ME'] as const) {
      const { workout } = await importBytes(workouts.url, owner, activity().bytes, { visibility });
      if (visibility === 'EVERYONE') open.unshift(z.string().parse(workout?.id));
    }
    const text = `query($who: [_Any!]!, $after: String) { _entities(representations: $who) { ... on User {
      workouts(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } } } }`;
    const page = z.object({
      edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    });
    const read = async (after?: string | null) => {
      const data = await query(workouts.url, somebody(), text, { who: [{ __typename: 'User', id: owner }], after });
      return z.object({ _entities: z.tuple([z.object({ workouts: page })]) }).parse(data)._entities[0].workouts;
    };
    const first = await read();
    const second = await read(first.pageInfo.endCursor);
    expect([...first.edges, ...second.edges].map(({ node }) => node.id)).toEqual(open);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  });

  it('is nothing for a person that does not exist', async () => {
    const text = `query($who: [_Any!]!) { _entities(representations: $who) { ... on User { workouts { edges { node { id } } } } } }`;
    for (const id of [somebody(), 'no id', '']) {
      expect(await query(workouts.url, null, text, { who: [{ __typename: 'User', id }] })).toEqual({
        _entities: [{ workouts: { edges: [] } }],
      });
    }
  });
});

describe('a privacy zone', () => {
  const TRACE = `query($id: ID!) { workout(id: $id) { distanceMeters elapsedSeconds
    route(toleranceMeters: 0) { polyline pointCount bounds { south west north east }
      timedPoints(maxPoints: 10000) { offsetSeconds distanceMeters latitude longitude } }
    streams(kinds: [DISTANCE, HEART_RATE], maxPoints: 10000) { offsetsSeconds values }
    splits { elapsedSeconds distanceMeters } bestEfforts { startOffsetSeconds } } }`;
  const trace = z.object({
    workout: z.object({
      distanceMeters: z.number(),
      elapsedSeconds: z.number(),
      route: z
        .object({
          polyline: z.string(),
          pointCount: z.int(),
          bounds: z.object({ south: z.number(), west: z.number(), north: z.number(), east: z.number() }),
          timedPoints: z.array(
            z.object({
              ...{ offsetSeconds: z.number(), distanceMeters: z.number() },
              ...{ latitude: z.number(), longitude: z.number() },
            }),
          ),
        })
        .nullable(),
      streams: z.array(z.object({ offsetsSeconds: z.array(z.number()), values: z.array(z.number()) })),
      splits: z.array(z.object({ elapsedSeconds: z.number(), distanceMeters: z.number() })),
    }),
  });
  const traceFor = async (who: string | null, id: string) =>
    trace.parse(await query(workouts.url, who, TRACE, { id })).workout;

  it('cuts what others get of a track, and nothing for the owner', async () => {
    const owner = somebody();
    const file = activity({ durationSeconds: 1800, pauses: 0, format: 'GPX' });
    const { workout } = await importBytes(workouts.url, owner, file.bytes, { visibility: 'EVERYONE' });
    const id = z.string().parse(workout?.id);
    const whole = await traceFor(owner, id);
    const [start = { latitude: 0, longitude: 0 }] = decodePolyline(whole.route?.polyline ?? '');
    const zone = { ...start, radiusMeters: 400 };
    await tellProfile(workouts.nats.url, owner, { version: 2, privacyZones: [zone] });
    expect(await traceFor(owner, id)).toEqual(whole);
    for (const who of [somebody(), null]) {
      const seen = await traceFor(who, id);
      const points = decodePolyline(seen.route?.polyline ?? '');
      expect(points).toHaveLength(seen.route?.pointCount ?? 0);
      expect(points.length).toBeGreaterThan(10);
      for (const end of [points[0], points.at(-1)].filter((each) => each !== undefined)) {
        const away = haversineMeters(start.latitude, start.longitude, end.latitude, end.longitude);
        expect(away).toBeGreaterThan(399);
      }
      // The box is that of what is seen, and the figures over time begin where it begins.
      const latitudes = points.map(({ latitude }) => latitude);
      expect(seen.route?.bounds.south).toBeCloseTo(Math.min(...latitudes), 4);
      expect(seen.route?.bounds.north).toBeCloseTo(Math.max(...latitudes), 4);
      for (const stream of seen.streams) expect(stream.offsetsSeconds[0]).toBe(0);
      // Where it was when is told of what is seen, by the same clock.
      const timed = seen.route?.timedPoints ?? [];
      expect(timed.map(({ offsetSeconds }) => offsetSeconds)).toEqual(seen.streams[0]?.offsetsSeconds);
      for (const [i, { distanceMeters }] of timed.entries())
        expect(distanceMeters).toBeCloseTo(seen.streams[0]?.values[i] ?? NaN, 2);
      for (const { latitude, longitude } of timed)
        expect(haversineMeters(start.latitude, start.longitude, latitude, longitude)).toBeGreaterThan(399);
      expect(seen.streams[0]?.values[0]).toBe(0);
      expect(seen.streams[0]?.values.at(-1)).toBeLessThan(whole.distanceMeters - 300);
      // The figures of the workout are those of the whole.
      expect(seen.distanceMeters).toBe(whole.distanceMeters);
      expect(seen.elapsedSeconds).toBe(whole.elapsedSeconds);
    }
    await tellProfile(workouts.nats.url, owner, { version: 3, privacyZones: [{ ...start, radiusMeters: 50_000 }] });
    expect(await traceFor(null, id)).toMatchObject({ route: null, streams: [], splits: [] });
    await tellProfile(workouts.nats.url, owner, { version: 4, privacyZones: [] });
    expect(await traceFor(null, id)).toEqual(whole);
  });
});

/** Google's encoded polyline, precision 5. */
function decodePolyline(text: string): { latitude: number; longitude: number }[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const bits = character.charCodeAt(0) - 63;
    value |= (bits & 0x1f) << shift;
    shift += 5;
    if (bits >= 0x20) continue;
    numbers.push(value & 1 ? ~(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  let [latitude, longitude] = [0, 0];
  const points: { latitude: number; longitude: number }[] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    latitude += numbers[i] ?? 0;
    longitude += numbers[i + 1] ?? 0;
    points.push({ latitude: latitude / 1e5, longitude: longitude / 1e5 });
  }
  return points;
}
