import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { Profile } from '#events/users.ts';
import { openTestStream } from '#platform/testing/streams.ts';
import { encodeCursor } from '#platform/pagination.ts';
import { untilPublished } from '#platform/testing/outbox.ts';
import { anonymous, type Viewer } from '#platform/viewer.ts';
import { hiddenCircle, MAX_ZONES } from '../domain/privacyZone.ts';
import { newPerson, startTestUsers } from './support.ts';

const users = await startTestUsers();
const stream = await openTestStream(users.nats.url);

const problems = z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() }));

async function run(viewer: Viewer, text: string, input: Record<string, unknown>) {
  const name = /^\w+/.exec(text)?.[0] ?? '';
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${text.slice(name.length)} userErrors { code path } } }`;
  const { data, errors } = await users.ask(viewer, query, { input });
  expect(errors).toBeUndefined();
  return z.looseObject({ userErrors: problems }).parse(data?.[name]);
}

const published = (userId: string, wanted: (profile: z.infer<typeof Profile.data>) => boolean) =>
  stream.until(`profiles.${userId}`, ({ data }) => wanted(Profile.data.parse(data)));

describe('privacy', () => {
  const ALL = 'workouts map heartRate profile birthDate sex body';

  test('is read and changed by field, and handed to the other domains', async () => {
    const { viewer } = await newPerson(users);
    expect((await users.ask(viewer, `{ viewer { privacy { ${ALL} } defaultVisibility } }`)).data).toEqual({
      viewer: {
        privacy: {
          ...{ workouts: 'ONLY_ME', map: 'EVERYONE', heartRate: 'EVERYONE', profile: 'FRIENDS' },
          ...{ birthDate: 'ONLY_ME', sex: 'ONLY_ME', body: 'ONLY_ME' },
        },
        defaultVisibility: 'ONLY_ME',
      },
    });
    const input = { workouts: 'FRIENDS', heartRate: 'ONLY_ME' };
    const answer = await run(viewer, `updatePrivacy viewer { privacy { ${ALL} } defaultVisibility }`, input);
    expect(answer).toMatchObject({
      viewer: { privacy: { workouts: 'FRIENDS', heartRate: 'ONLY_ME', map: 'EVERYONE' }, defaultVisibility: 'FRIENDS' },
    });
    await published(
      viewer.userId,
      (profile) => profile.defaultVisibility === 'FRIENDS' && profile.heartRateVisibility === 'ONLY_ME',
    );
    // Who sees all of weight, birth date and sex is told in one word.
    await run(viewer, 'updatePrivacy', {
      profile: 'EVERYONE',
      birthDate: 'EVERYONE',
      sex: 'FRIENDS',
      body: 'EVERYONE',
    });
    await published(viewer.userId, (profile) => profile.bodyVisibility === 'FRIENDS');
  });

  test('holds for each field of the profile', async () => {
    const [ana, ben, cid] = [await newPerson(users), await newPerson(users), await newPerson(users)];
    await users.ask(
      ana.viewer,
      'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { userErrors { code } } }',
      {
        input: { birthDate: '1990-05-01', sex: 'FEMALE', weightKilograms: 60, restingHeartRateBpm: 50 },
      },
    );
    await run(ben.viewer, 'requestFriend friendship { id }', { userId: ana.viewer.userId });
    await run(ana.viewer, 'acceptFriend friendship { id }', { userId: ben.viewer.userId });
    const look = async (viewer: Viewer): Promise<unknown> => {
      const query = `query ($id: ID!) { user(id: $id) { profile { timeZone birthDate sex weightKilograms restingHeartRateBpm } } }`;
      const { data } = await users.ask(viewer, query, { id: ana.viewer.userId });
      return z.object({ user: z.object({ profile: z.unknown() }) }).parse(data).user.profile;
    };
    const nothing = { timeZone: 'UTC', birthDate: null, sex: null, weightKilograms: null, restingHeartRateBpm: null };
    const all = {
      timeZone: 'UTC',
      birthDate: '1990-05-01',
      sex: 'FEMALE',
      weightKilograms: 60,
      restingHeartRateBpm: 50,
    };
    expect(await look(ana.viewer)).toEqual(all);
    expect(await look(ben.viewer)).toEqual(nothing);
    expect([await look(cid.viewer), await look(anonymous)]).toEqual([null, null]);
    await run(ana.viewer, 'updatePrivacy', { birthDate: 'FRIENDS', sex: 'EVERYONE', body: 'FRIENDS' });
    expect(await look(ben.viewer)).toEqual(all);
    expect(await look(cid.viewer)).toBeNull();
    await run(ana.viewer, 'updatePrivacy', { profile: 'EVERYONE' });
    expect([await look(cid.viewer), await look(anonymous)]).toEqual([
      { ...nothing, sex: 'FEMALE' },
      { ...nothing, sex: 'FEMALE' },
    ]);
  });
});

describe('a privacy zone', () => {
  const place = { latitude: 46.05, longitude: 14.5, radiusMeters: 200 };
  const ADD = 'addPrivacyZone privacyZone { id title latitude longitude radiusMeters }';
  const zone = z.object({ privacyZone: z.object({ id: z.string() }) });

  test('is its person’s alone; other domains get a circle that holds it, with another centre', async () => {
    const [ana, ben] = [await newPerson(users), await newPerson(users)];
    const { privacyZone } = zone.parse(await run(ana.viewer, ADD, { ...place, title: 'Home' }));
    const query = '{ viewer { privacyZones { id title latitude longitude radiusMeters } } }';
    expect((await users.ask(ana.viewer, query)).data).toEqual({
      viewer: { privacyZones: [{ id: privacyZone.id, title: 'Home', ...place }] },
    });
    expect((await users.ask(ben.viewer, query)).data).toEqual({ viewer: { privacyZones: [] } });
    const { data } = await published(ana.viewer.userId, ({ privacyZones }) => privacyZones.length === 1);
    expect(Profile.data.parse(data).privacyZones).toEqual([
      { latitude: expect.any(Number), longitude: expect.any(Number), radiusMeters: 251 },
    ]);
    expect(JSON.stringify(data)).not.toContain('"latitude":46.05,');
    expect(await run(ben.viewer, 'removePrivacyZone', { privacyZoneId: privacyZone.id })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND', path: ['privacyZoneId'] }],
    });
    const removed = await run(ana.viewer, 'removePrivacyZone removedPrivacyZoneId', { privacyZoneId: privacyZone.id });
    expect(removed).toEqual({ removedPrivacyZoneId: privacyZone.id, userErrors: [] });
    await published(ana.viewer.userId, ({ privacyZones }) => privacyZones.length === 0);
  });

  test.each([
    [{ radiusMeters: 49.9 }, 'radiusMeters'],
    [{ radiusMeters: 1000.1 }, 'radiusMeters'],
    [{ latitude: 90.5 }, 'latitude'],
    [{ longitude: -181 }, 'longitude'],
    [{ title: 'a\0b' }, 'title'],
    [{ title: 'x'.repeat(61) }, 'title'],
  ])('is refused with %j', async (change, field) => {
    const { viewer } = await newPerson(users);
    expect((await run(viewer, ADD, { ...place, ...change })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: [field] },
    ]);
  });

  test('may be one of twenty', async () => {
    const { viewer } = await newPerson(users);
    for (let i = 0; i < MAX_ZONES; i++) await run(viewer, ADD, place);
    expect((await run(viewer, ADD, place)).userErrors).toMatchObject([{ code: 'LIMIT_REACHED' }]);
    for (const privacyZoneId of ['', 'no id', '\0']) {
      expect((await run(viewer, 'removePrivacyZone', { privacyZoneId })).userErrors).toMatchObject([
        { code: 'NOT_FOUND' },
      ]);
    }
  });

  test('lies within what is hidden, wherever it is', () => {
    const share = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    const circle = fc.record({
      latitude: fc.double({ min: -88, max: 88, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      radiusMeters: fc.double({ min: 50, max: 1000, noNaN: true }),
    });
    fc.assert(
      fc.property(circle, share, share, (zoned, u, v) => {
        const hidden = hiddenCircle(zoned, [u, v]);
        const apart = metersBetween(zoned, hidden);
        expect(apart + zoned.radiusMeters).toBeLessThanOrEqual(hidden.radiusMeters);
        expect(hidden.radiusMeters + apart).toBeLessThanOrEqual(1.5 * zoned.radiusMeters + 2);
        expect(Math.abs(hidden.longitude)).toBeLessThanOrEqual(180);
      }),
    );
  });
});

/** By the spherical law of haversines. */
function metersBetween(a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.latitude - a.latitude) * rad) / 2) ** 2 +
    Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.sin(((b.longitude - a.longitude) * rad) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h));
}

describe('the weight of a body', () => {
  const RECORD =
    'recordBodyWeight viewer { weightKilograms bodyWeights { edges { node { measuredOn weightKilograms } } } }';
  const weights = z.object({
    viewer: z.object({
      weightKilograms: z.number().nullable(),
      bodyWeights: z.object({ edges: z.array(z.object({ node: z.looseObject({ weightKilograms: z.number() }) })) }),
    }),
  });
  const told = (answer: unknown) => {
    const { viewer } = weights.parse(answer);
    return { now: viewer.weightKilograms, all: viewer.bodyWeights.edges.map(({ node }) => node.weightKilograms) };
  };

  test('has a history, of which the last day is the profile’s', async () => {
    const { viewer } = await newPerson(users);
    expect(told(await run(viewer, RECORD, { weightKilograms: 70 }))).toEqual({ now: 70, all: [70] });
    expect(told(await run(viewer, RECORD, { weightKilograms: 75, measuredOn: '2020-01-31' }))).toEqual({
      now: 70,
      all: [70, 75],
    });
    expect(told(await run(viewer, RECORD, { weightKilograms: 69 }))).toEqual({ now: 69, all: [69, 75] });
    const update = 'updateProfile viewer { weightKilograms bodyWeights { edges { node { weightKilograms } } } }';
    expect(told(await run(viewer, update, { weightKilograms: 68 }))).toEqual({ now: 68, all: [68, 75] });
    await published(viewer.userId, ({ weightKilograms }) => weightKilograms === 68);
    expect(told(await run(viewer, update, { weightKilograms: null }))).toEqual({ now: null, all: [] });
  });

  const REMOVE = RECORD.replace('recordBodyWeight', 'removeBodyWeight');

  test('is forgotten day by day: the last that is left is the profile’s, everywhere', async () => {
    const { viewer } = await newPerson(users);
    const days = ['2020-01-31', '2021-01-31', '2022-01-31'];
    for (const [i, measuredOn] of days.entries()) await run(viewer, RECORD, { weightKilograms: 70 + i, measuredOn });
    expect(told(await run(viewer, REMOVE, { measuredOn: '2021-01-31' }))).toEqual({ now: 72, all: [72, 70] });
    expect(told(await run(viewer, REMOVE, { measuredOn: '2022-01-31' }))).toEqual({ now: 70, all: [70] });
    await published(viewer.userId, ({ weightKilograms }) => weightKilograms === 70);
    expect(told(await run(viewer, REMOVE, { measuredOn: '2020-01-31' }))).toEqual({ now: null, all: [] });
    await published(viewer.userId, ({ bodyWeights }) => bodyWeights?.length === 0);
  });

  test('of another, or of a day without one, is not found', async () => {
    const [{ viewer }, { viewer: other }] = [await newPerson(users), await newPerson(users)];
    await run(other, RECORD, { weightKilograms: 70, measuredOn: '2020-01-31' });
    const problem = { code: 'NOT_FOUND', path: ['measuredOn'] };
    expect((await run(viewer, 'removeBodyWeight', { measuredOn: '2020-01-31' })).userErrors).toMatchObject([problem]);
    for (const measuredOn of ['2020-02-30', '0000-01-01'])
      expect((await run(other, 'removeBodyWeight', { measuredOn })).userErrors).toMatchObject([
        { code: 'INVALID_INPUT', path: ['measuredOn'] },
      ]);
    expect(told(await run(other, RECORD, { weightKilograms: 70, measuredOn: '2020-01-31' })).all).toEqual([70]);
  });

  test('that a profile is given again on a later day is noted for that day', async () => {
    const { viewer } = await newPerson(users);
    const update = 'updateProfile viewer { weightKilograms bodyWeights { edges { node { weightKilograms } } } }';
    await run(viewer, update, { weightKilograms: 70 });
    expect(told(await run(viewer, update, { weightKilograms: 70 }))).toEqual({ now: 70, all: [70] });
    users.putClockOn(7 * 86_400_000);
    onTestFinished(() => users.putClockOn(-7 * 86_400_000));
    expect(told(await run(viewer, update, { units: 'IMPERIAL' }))).toEqual({ now: 70, all: [70] });
    expect(told(await run(viewer, update, { weightKilograms: 70 }))).toEqual({ now: 70, all: [70, 70] });
    await published(viewer.userId, ({ bodyWeights }) => bodyWeights?.length === 2);
  });

  test('that is noted again as it was is no change of the profile', async () => {
    const { viewer } = await newPerson(users);
    const version = async () => {
      const { rows } = await users.pool.query('SELECT version FROM accounts WHERE id = $1', [viewer.userId]);
      return z.tuple([z.object({ version: z.number() })]).parse(rows)[0].version;
    };
    const before = await version();
    await run(viewer, RECORD, { weightKilograms: 70 });
    expect(await version()).toBe(before + 1);
    expect(told(await run(viewer, RECORD, { weightKilograms: 70 }))).toEqual({ now: 70, all: [70] });
    expect(await version()).toBe(before + 1);
  });

  test('of now is the profile’s also where the day noted last has not come yet', async () => {
    const { viewer } = await newPerson(users);
    const live = (timeZone: string) => run(viewer, 'updateProfile', { timeZone });
    // A day apart, or two: here it is later than there at any time.
    await live('Pacific/Kiritimati');
    await run(viewer, RECORD, { weightKilograms: 70 });
    await live('Pacific/Pago_Pago');
    expect(told(await run(viewer, RECORD, { weightKilograms: 71 }))).toEqual({ now: 71, all: [71] });
    const update = 'updateProfile viewer { weightKilograms bodyWeights { edges { node { weightKilograms } } } }';
    expect(told(await run(viewer, update, { weightKilograms: 72 }))).toEqual({ now: 72, all: [72] });
  });

  test('is listed page by page', async () => {
    const { viewer } = await newPerson(users);
    for (const day of [1, 2, 3])
      await run(viewer, RECORD, { weightKilograms: 70 + day, measuredOn: `2020-01-0${day}` });
    const page = async (after: string) => {
      const query = `{ viewer { bodyWeights(first: 2${after}) { edges { node { measuredOn } } pageInfo { hasNextPage endCursor } } } }`;
      const { data } = await users.ask(viewer, query);
      const connection = z.object({
        edges: z.array(z.object({ node: z.object({ measuredOn: z.string() }) })),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string() }),
      });
      return z.object({ viewer: z.object({ bodyWeights: connection }) }).parse(data).viewer.bodyWeights;
    };
    const first = await page('');
    const second = await page(`, after: "${first.pageInfo.endCursor}"`);
    const days = [...first.edges, ...second.edges].map(({ node }) => node.measuredOn);
    expect(days).toEqual(['2020-01-03', '2020-01-02', '2020-01-01']);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  test.each(['0000-02-28', '2026-02-30', 'today'])(
    'is not listed after the day %s, which is none of it',
    async (day) => {
      const { viewer } = await newPerson(users);
      const query = 'query ($after: String) { viewer { bodyWeights(after: $after) { edges { cursor } } } }';
      const { errors } = await users.ask(viewer, query, { after: encodeCursor([day]) });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    },
  );

  test.each([
    [{ weightKilograms: 19 }, 'weightKilograms'],
    [{ weightKilograms: 70, measuredOn: '2199-01-01' }, 'measuredOn'],
    [{ weightKilograms: 70, measuredOn: '1899-01-01' }, 'measuredOn'],
    [{ weightKilograms: 70, measuredOn: 'today' }, 'measuredOn'],
  ])('is refused as %j', async (input, field) => {
    const { viewer } = await newPerson(users);
    expect((await run(viewer, 'recordBodyWeight', input)).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: [field] },
    ]);
  });

  test('is forgotten with the account', async () => {
    const { viewer } = await newPerson(users);
    await run(viewer, RECORD, { weightKilograms: 70 });
    await run(viewer, 'addPrivacyZone', { latitude: 1, longitude: 1, radiusMeters: 100 });
    await untilPublished(users.pool);
    await users.pool.query('DELETE FROM accounts WHERE id = $1', [viewer.userId]);
    for (const table of ['body_weights', 'privacy_zones', 'goals', 'goal_achievements']) {
      const { rowCount } = await users.pool.query(`SELECT FROM ${table} WHERE account_id = $1`, [viewer.userId]);
      expect(rowCount).toBe(0);
    }
  });
});
