import { beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { BlockUserDocument } from '#client/__generated__/graphql.ts';
import type { Person } from '#client/people.ts';
import { until } from '#platform/testing/until.ts';
import { makeWorld, type World } from './support/privacyWorld.ts';

const gatewayUrl = inject('gatewayUrl');

/** What is asked of a person, by whatever way one comes to them. */
const PERSON = `fragment Shown on User {
  id username displayName
  profile { birthDate sex weightKilograms }
  workouts(first: 10) { edges { node { ...Done } } }
}
fragment Done on Workout {
  id visibility
  heartRate { averageBpm zones { zone } }
  route(toleranceMeters: 5) { polyline }
  streams(kinds: [HEART_RATE], maxPoints: 10) { kind }
  owner { id }
}`;

/** Every way that leads to a person; the ids are those of the world below. */
const ways = {
  user: 'user(id: $person) { ...Shown }',
  workouts:
    'a: workout(id: $everyone) { ...Done } b: workout(id: $friends) { ...Done } c: workout(id: $onlyMe) { ...Done }',
  owner: 'workout(id: $everyone) { owner { ...Shown } }',
  organizer: 'competition(id: $competition) { organizer { ...Shown } }',
  participants: 'competition(id: $competition) { participants(first: 50) { edges { node { user { ...Shown } } } } }',
  team: 'competition(id: $competition) { teams { members(first: 50) { edges { node { user { ...Shown } } } } } }',
  board: 'leaderboard(id: $competition) { entries(first: 50) { edges { node { participant { ...Shown } } } } }',
  boardOfCompetition:
    'competition(id: $competition) { leaderboard { entries(first: 50) { edges { node { participant { ...Shown } } } } friendEntries(first: 10) { participant { ...Shown } } } }',
  badge: 'nft(id: $badge) { owner { ...Shown } }',
};
/** And those for people who are logged in. */
const innerWays = {
  search: 'searchUsers(query: $name, first: 10) { edges { node { ...Shown } } }',
  squad: 'squad(id: $squad) { members(first: 50) { edges { node { user { ...Shown } } } } }',
  squads:
    'viewer { squads(first: 10) { edges { node { teams { members(first: 50) { edges { node { user { ...Shown } } } } } } } } }',
  rooms: `viewer { rooms(first: 10) { edges { node {
    members { user { ...Shown } } lastMessage { author { ...Shown } }
    messages(last: 50) { edges { node { body author { ...Shown } replyTo { author { ...Shown } } } } }
  } } } }`,
  relations: `viewer {
    friends(first: 10) { edges { node { ...Shown } } }
    friendRequestsReceived(first: 10) { edges { node { user { ...Shown } } } }
    friendRequestsSent(first: 10) { edges { node { user { ...Shown } } } }
    squadInvitations(first: 10) { edges { node { invitedBy { ...Shown } } } }
  }`,
};
/** The ways that ask for no more than an id. */
const bareWays = {
  bareParticipants:
    'competition(id: $competition) { organizer { id } participants(first: 50) { edges { node { user { id } } } } }',
  bareBadge: 'nft(id: $badge) { owner { id } }',
  bareBoard: 'leaderboard(id: $competition) { entries(first: 50) { edges { node { participant { id } } } } }',
};

const answer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});
const shown = z.object({
  id: z.string(),
  username: z.string(),
  profile: z.record(z.string(), z.unknown()).nullable(),
  workouts: z.object({ edges: z.array(z.object({ node: z.object({ id: z.string() }) })) }),
});
const done = z.object({
  id: z.string(),
  visibility: z.string(),
  heartRate: z.object({ zones: z.array(z.unknown()) }).nullable(),
  route: z.unknown(),
  streams: z.array(z.object({ kind: z.string() })),
});

/** Every object in an answer, however deep. */
function* objectsIn(value: unknown): Generator {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value;
  for (const each of Object.values(value)) yield* objectsIn(each);
}

async function ask(who: Person | undefined, variables: Record<string, string>, way: string): Promise<unknown> {
  const names = Object.keys(variables).filter((name) => way.includes(`$${name}`));
  const head =
    names.length > 0 ? `(${names.map((name) => `$${name}: ${name === 'name' ? 'String' : 'ID'}!`).join(', ')})` : '';
  const fragments = PERSON.split(/(?=fragment Done)/).filter((text) => {
    const isShown = text.startsWith('fragment Shown');
    return isShown ? way.includes('...Shown') : way.includes('...');
  });
  const response = await fetch(`${gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(who && { authorization: `Bearer ${who.accessToken}` }) },
    body: JSON.stringify({
      query: `query ${head} { ${way} } ${fragments.join('\n')}`,
      variables: Object.fromEntries(names.map((name) => [name, variables[name]])),
    }),
  });
  const { data, errors } = answer.parse(await response.json());
  if (errors) throw new Error(`${way}: ${JSON.stringify(errors)}`);
  return data;
}

let world: World;
beforeAll(async () => {
  world = await makeWorld(gatewayUrl);
  const { ana, viewers, ids } = world;
  await until('a friend to see the workout', async () => {
    const seen = await ask(viewers.blocked, ids, ways.workouts);
    return JSON.stringify(seen).includes('"FRIENDS"');
  });
  await ana.client.run(BlockUserDocument, { input: { userId: viewers.blocked.id } });
  await until('the block to be heard of', async () => {
    const heardOf = [ways.workouts, innerWays.rooms, ...Object.values(bareWays)];
    const text = JSON.stringify(await Promise.all(heardOf.map((way) => ask(viewers.blocked, ids, way))));
    return [ana.id, ids['everyone'] ?? '', 'a word of mine'].every((word) => !text.includes(word));
  });
});

/** Which workouts, which fields of the profile, and which parts of a workout each may see. */
const sees = {
  self: { workouts: ['everyone', 'friends', 'onlyMe'], profile: ['birthDate', 'sex', 'weightKilograms'], inner: true },
  friend: { workouts: ['everyone', 'friends'], profile: ['sex', 'weightKilograms'], inner: true },
  stranger: { workouts: ['everyone'], profile: ['weightKilograms'], inner: false },
  anonymous: { workouts: ['everyone'], profile: ['weightKilograms'], inner: false },
} as const;
const viewerKinds = ['self', 'friend', 'stranger', 'anonymous'] as const;
const outer = Object.entries(ways);
const all = [...outer, ...Object.entries(innerWays)];

/** Ways by which somebody does not come to Ana at all. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  self: ['relations'],
  stranger: ['relations'],
};

describe.each(viewerKinds)('of a person %s sees what is meant for them', (kind) => {
  test.each(kind === 'anonymous' ? outer : all)('by way of %s', async (name, way) => {
    const { viewers, ids } = world;
    const data = await ask(viewers[kind], ids, way);
    const objects = [...objectsIn(data)];
    const people = objects.flatMap((each) => {
      const { success, data: person } = shown.safeParse(each);
      return success && person.id === ids['person'] ? [person] : [];
    });
    const mine = new Set([ids['everyone'], ids['friends'], ids['onlyMe']]);
    const workouts = objects.flatMap((each) => {
      const { success, data: workout } = done.safeParse(each);
      return success && mine.has(workout.id) ? [workout] : [];
    });
    const expected = sees[kind];
    if (!(elsewhere[kind] ?? []).includes(name)) expect(people.length + workouts.length).toBeGreaterThan(0);
    for (const person of people) {
      const found = new Set(person.workouts.edges.map(({ node }) => node.id));
      expect(found).toEqual(new Set(expected.workouts.map((key) => ids[key])));
      const told = Object.entries(person.profile ?? {}).flatMap(([field, value]) => (value === null ? [] : [field]));
      expect(told).toEqual(expected.profile);
    }
    for (const workout of workouts) {
      expect(expected.workouts.map((key) => ids[key])).toContain(workout.id);
      expect([workout.heartRate !== null, workout.route !== null]).toEqual([expected.inner, expected.inner]);
      expect(workout.streams.length > 0).toBe(expected.inner);
      // They are of a maximum by age, and her birth date is hers.
      expect((workout.heartRate?.zones.length ?? 0) > 0).toBe(kind === 'self');
    }
  });
});

describe('whoever is blocked sees nothing', () => {
  test.each([...all, ...Object.entries(bareWays)])('by way of %s', async (_name, way) => {
    const { ana, viewers, ids } = world;
    const text = JSON.stringify(await ask(viewers.blocked, ids, way));
    for (const word of [
      ana.id,
      ana.username,
      'a word of mine',
      ids['everyone'],
      ids['friends'],
      ids['onlyMe'],
      '1990-02-03',
    ]) {
      expect(text).not.toContain(word);
    }
  });

  test('while others see all of it, and of the one blocked too', async () => {
    const { viewers, ids } = world;
    const text = JSON.stringify(await ask(viewers.stranger, ids, ways.participants));
    expect(text).toContain(viewers.blocked.username);
  });
});
