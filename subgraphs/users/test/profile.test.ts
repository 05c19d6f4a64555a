import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Profile } from '#events/users.ts';
import { anonymous, type Viewer } from '#platform/viewer.ts';
import { newPerson, startTestUsers } from './support.ts';
import { untilPublished } from '#platform/testing/outbox.ts';
import { openTestStream } from '#platform/testing/streams.ts';

const users = await startTestUsers();
const stream = await openTestStream(users.nats.url);

const FIELDS = `id username email displayName timeZone units birthDate sex weightKilograms heightCentimeters
  restingHeartRateBpm maxHeartRateBpm defaultVisibility`;
const payload = z.object({
  viewer: z.record(z.string(), z.unknown()).nullable(),
  userErrors: z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() })),
});

async function update(viewer: Viewer, input: Record<string, unknown>) {
  const query = `mutation ($input: UpdateProfileInput!) {
    updateProfile(input: $input) { viewer { ${FIELDS} } userErrors { code path } }
  }`;
  const { data, errors } = await users.ask(viewer, query, { input });
  return { ...payload.optional().parse(data?.['updateProfile'] ?? undefined), errors };
}

/** The newest profile that other domains get. */
const published = async (userId: string) => {
  const message = await stream.last(`profiles.${userId}`);
  return message && Profile.data.parse(message.data);
};

describe('a profile', () => {
  test('is private: only its person reads it', async () => {
    const { viewer, email } = await newPerson(users, { timeZone: 'Europe/Ljubljana' });
    const { data } = await users.ask(viewer, `{ viewer { ${FIELDS} user { id } } }`);
    expect(data?.['viewer']).toMatchObject({
      id: viewer.userId,
      email,
      timeZone: 'Europe/Ljubljana',
      units: 'METRIC',
      defaultVisibility: 'ONLY_ME',
      weightKilograms: null,
      user: { id: viewer.userId },
    });
    expect((await users.ask(anonymous, '{ viewer { id } }')).data).toEqual({ viewer: null });
  });

  test('changes in what is named, and forgets what is null', async () => {
    const { viewer, username } = await newPerson(users, { displayName: 'Ana' });
    const all = {
      displayName: 'Ana K.',
      timeZone: 'America/New_York',
      units: 'IMPERIAL',
      birthDate: '1990-05-01',
      sex: 'FEMALE',
      weightKilograms: 61.5,
      heightCentimeters: 172,
      restingHeartRateBpm: 48,
      maxHeartRateBpm: 189,
      defaultVisibility: 'FRIENDS',
    };
    expect((await update(viewer, all)).viewer).toMatchObject(all);
    const change = { weightKilograms: null, birthDate: null, displayName: null };
    expect((await update(viewer, change)).viewer).toMatchObject({
      ...all,
      weightKilograms: null,
      birthDate: null,
      displayName: username,
    });
  });

  test('says that what a profile cannot do without cannot be without a value, and changes nothing', async () => {
    const { viewer } = await newPerson(users);
    const input = { displayName: 'Ana', timeZone: null, units: null, defaultVisibility: null };
    const query = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { userErrors { code message path } } }`;
    const { data } = await users.ask(viewer, query, { input });
    const problem = { code: 'INVALID_INPUT', message: 'This cannot be without a value.' };
    const userErrors = ['timeZone', 'units', 'defaultVisibility'].map((field) => ({ ...problem, path: [field] }));
    expect(data?.['updateProfile']).toEqual({ userErrors });
    expect((await update(viewer, {})).viewer).not.toMatchObject({ displayName: 'Ana' });
  });

  test.each([
    ['a weight of a cat', { weightKilograms: 4 }, 'weightKilograms'],
    ['a height of a house', { heightCentimeters: 600 }, 'heightCentimeters'],
    ['a resting heart rate above the maximum', { restingHeartRateBpm: 120, maxHeartRateBpm: 110 }, 'maxHeartRateBpm'],
    ['a birth date in the future', { birthDate: '2190-01-01' }, 'birthDate'],
    ['a birth date before 1900', { birthDate: '1899-12-31' }, 'birthDate'],
    ['a date that is none', { birthDate: '1990-02-30' }, 'birthDate'],
    ['forgetting the time zone', { timeZone: null }, 'timeZone'],
    ['forgetting who sees workouts', { defaultVisibility: null }, 'defaultVisibility'],
  ])('refuses %s and changes nothing', async (_what, change, field) => {
    const { viewer } = await newPerson(users);
    const answer = await update(viewer, { displayName: 'Changed', ...change });
    expect(answer.userErrors).toEqual([{ code: 'INVALID_INPUT', path: [field] }]);
    const { data } = await users.ask(viewer, '{ viewer { displayName } }');
    expect(data).not.toEqual({ viewer: { displayName: 'Changed' } });
  });

  test.each([
    [{ birthDate: '2190-01-01', heightCentimeters: 1 }, ['birthDate', 'heightCentimeters']],
    [{ birthDate: '2190-01-01', restingHeartRateBpm: 120, maxHeartRateBpm: 100 }, ['birthDate', 'maxHeartRateBpm']],
    [
      { displayName: '', timeZone: 'Mars/X', birthDate: 'x', restingHeartRateBpm: 120, maxHeartRateBpm: 100 },
      ['displayName', 'timeZone', 'birthDate', 'maxHeartRateBpm'],
    ],
  ])('is told at once of all that is wrong with %j', async (change, fields) => {
    const { viewer } = await newPerson(users);
    const { userErrors } = await update(viewer, change);
    expect(userErrors).toEqual(fields.map((field) => ({ code: 'INVALID_INPUT', path: [field] })));
  });

  test('is changed by those who are logged in', async () => {
    const { viewer } = await newPerson(users);
    expect((await update(anonymous, { sex: 'MALE' })).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    const elsewhere = { ...viewer, sessionId: '01990000-0000-7000-8000-000000000000' };
    expect((await update(elsewhere, { sex: 'MALE' })).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test('loses none of several changes made at the same moment', async () => {
    const { viewer } = await newPerson(users);
    const changes = [
      { weightKilograms: 70 },
      { heightCentimeters: 180 },
      { restingHeartRateBpm: 50 },
      { units: 'IMPERIAL' },
      { sex: 'MALE' },
    ];
    await Promise.all(changes.map((change) => update(viewer, change)));
    const { data } = await users.ask(viewer, `{ viewer { ${FIELDS} } }`);
    expect(data?.['viewer']).toMatchObject(Object.assign({}, ...changes));
  });
});

describe('other domains', () => {
  test('hear that somebody registered, without anything personal', async () => {
    const { viewer, username } = await newPerson(users);
    const event = await stream.next(`events.users.UserRegistered.${viewer.userId}`);
    expect(event).toMatchObject({
      type: 'users.UserRegistered.v1',
      source: 'users',
      subject: viewer.userId,
      data: { version: 1, userId: viewer.userId },
    });
    expect(JSON.stringify(event)).not.toContain(username);
  });

  test('get the newest profile of a person, and one alone', async () => {
    const { viewer, username } = await newPerson(users, { timeZone: 'Europe/Ljubljana' });
    await stream.until(`profiles.${viewer.userId}`, ({ data }) => Profile.data.parse(data).version === 1);
    for (const weightKilograms of [70, 71, 72]) await update(viewer, { weightKilograms });
    await untilPublished(users.pool);
    expect(await published(viewer.userId)).toEqual({
      version: 4,
      userId: viewer.userId,
      username,
      timeZone: 'Europe/Ljubljana',
      birthDate: null,
      sex: null,
      weightKilograms: 72,
      bodyWeights: [{ measuredOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), kilograms: 72 }],
      restingHeartRateBpm: null,
      maxHeartRateBpm: null,
      defaultVisibility: 'ONLY_ME',
      mapVisibility: 'EVERYONE',
      heartRateVisibility: 'EVERYONE',
      bodyVisibility: 'ONLY_ME',
      privacyZones: [],
    });
    expect(await stream.count(`profiles.${viewer.userId}`)).toBe(1);
  });

  test('are not told of a change that changes nothing', async () => {
    const { viewer } = await newPerson(users);
    await update(viewer, { weightKilograms: 70 });
    await update(viewer, { weightKilograms: 70 });
    const { rows } = await users.pool.query('SELECT version FROM accounts WHERE id = $1', [viewer.userId]);
    expect(rows).toEqual([{ version: 2 }]);
  });

  test('are told later when the broker is away', async () => {
    await users.nats.stop();
    const { viewer } = await newPerson(users);
    await users.nats.start();
    expect(await stream.next(`events.users.UserRegistered.${viewer.userId}`)).toMatchObject({ subject: viewer.userId });
    await stream.until(`profiles.${viewer.userId}`, ({ data }) => Profile.data.parse(data).version === 1);
  });
});
