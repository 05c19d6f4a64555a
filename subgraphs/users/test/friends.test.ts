import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { anonymous, type Viewer } from '#platform/viewer.ts';
import { act, friendsOf, listOf, relationOf, statusOf } from './friendSupport.ts';
import { newPerson, startTestUsers } from './support.ts';

const users = await startTestUsers();
const people = (count: number) =>
  Promise.all(Array.from({ length: count }, async () => (await newPerson(users)).viewer));
const two = async (): Promise<[Person, Person]> => {
  const [a, b] = await people(2);
  if (!a || !b) throw new Error('nobody');
  return [a, b];
};
type Person = Viewer & { kind: 'person' };
const NOBODY = '01990000-0000-7000-8000-000000000000';

describe('a request', () => {
  test('is pending for both, and accepted makes both friends', async () => {
    const [ana, ben] = await two();
    expect(await act(users, ana, 'requestFriend', ben.userId)).toEqual([]);
    expect(await relationOf(users, ana, ben.userId)).toMatchObject({ status: 'PENDING', requestedByViewer: true });
    expect(await relationOf(users, ben, ana.userId)).toMatchObject({ status: 'PENDING', requestedByViewer: false });
    expect(await listOf(users, ben, 'friendRequestsReceived')).toEqual([ana.userId]);
    expect(await listOf(users, ana, 'friendRequestsSent')).toEqual([ben.userId]);
    expect(await act(users, ben, 'acceptFriend', ana.userId)).toEqual([]);
    expect(await friendsOf(users, ana)).toEqual([ben.userId]);
    expect(await friendsOf(users, ben)).toEqual([ana.userId]);
    expect(await relationOf(users, ana, ben.userId)).toMatchObject({ status: 'ACCEPTED', requestedAt: null });
    expect(await listOf(users, ben, 'friendRequestsReceived')).toEqual([]);
  });

  test('that crosses another is a friendship, also at the same moment', async () => {
    const [ana, ben] = await two();
    const answers = await Promise.all([
      act(users, ana, 'requestFriend', ben.userId),
      act(users, ben, 'requestFriend', ana.userId),
    ]);
    expect(answers).toEqual([[], []]);
    expect(await friendsOf(users, ana)).toEqual([ben.userId]);
  });

  test('can be made and accepted again without harm', async () => {
    const [ana, ben] = await two();
    for (let times = 0; times < 2; times += 1) expect(await act(users, ana, 'requestFriend', ben.userId)).toEqual([]);
    const accepted = await Promise.all(Array.from({ length: 4 }, () => act(users, ben, 'acceptFriend', ana.userId)));
    expect(accepted).toEqual([[], [], [], []]);
    expect(await friendsOf(users, ana)).toEqual([ben.userId]);
  });

  test('is answered by the one who was asked alone', async () => {
    const [ana, ben] = await two();
    await act(users, ana, 'requestFriend', ben.userId);
    expect(await act(users, ana, 'acceptFriend', ben.userId)).toEqual(['NOT_FOUND userId']);
    expect(await act(users, ana, 'declineFriend', ben.userId)).toEqual(['NOT_FOUND userId']);
    expect(await act(users, ben, 'removeFriend', ana.userId)).toEqual(['NOT_FOUND userId']);
  });

  test('is gone when declined or taken back, and can be made again', async () => {
    const [ana, ben] = await two();
    await act(users, ana, 'requestFriend', ben.userId);
    expect(await act(users, ben, 'declineFriend', ana.userId)).toEqual([]);
    expect(await relationOf(users, ana, ben.userId)).toBeNull();
    await act(users, ana, 'requestFriend', ben.userId);
    expect(await act(users, ana, 'removeFriend', ben.userId)).toEqual([]);
    expect(await act(users, ben, 'acceptFriend', ana.userId)).toEqual(['NOT_FOUND userId']);
  });
});

describe('what ends something between two people', () => {
  const ended = z.object({ user: z.unknown(), removedFriendshipId: z.string().nullish(), userErrors: z.unknown() });
  /** Does it, and answers the payload, in which the other is seen as after it. */
  async function end(viewer: Viewer, mutation: string, userId: string) {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const removed = mutation === 'unblockUser' ? '' : 'removedFriendshipId';
    const fields = `user { id username friendship { id status } } ${removed} userErrors { code path }`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${fields} } }`;
    const { data, errors } = await users.ask(viewer, query, { input: { userId } });
    expect(errors).toBeUndefined();
    return ended.parse(data?.[mutation]);
  }
  /** Has one ask the other, and answers the id of the request. */
  async function requested(viewer: Viewer, userId: string): Promise<string> {
    await act(users, viewer, 'requestFriend', userId);
    const { data } = await users.ask(viewer, `{ user(id: "${userId}") { friendship { id } } }`);
    const friendship = z.object({ id: z.string() });
    return z.object({ user: z.object({ friendship }) }).parse(data).user.friendship.id;
  }

  test('answers the other person as seen after it, and the id of what is no more', async () => {
    const [ana, ben] = [await newPerson(users), await newPerson(users)];
    const user = { id: ben.viewer.userId, username: ben.username, friendship: null };
    const removedFriendshipId = await requested(ben.viewer, ana.viewer.userId);
    const gone = { user, removedFriendshipId, userErrors: [] };
    expect(await end(ana.viewer, 'declineFriend', user.id)).toEqual(gone);
    await requested(ana.viewer, user.id);
    expect(await end(ana.viewer, 'removeFriend', user.id)).toEqual(gone);
    await requested(ana.viewer, user.id);
    await act(users, ben.viewer, 'acceptFriend', ana.viewer.userId);
    expect(await end(ana.viewer, 'removeFriend', user.id)).toEqual(gone);
    await requested(ben.viewer, ana.viewer.userId);
    expect(await end(ana.viewer, 'blockUser', user.id)).toEqual(gone);
    expect(await end(ana.viewer, 'blockUser', user.id)).toEqual({ ...gone, removedFriendshipId: null });
    const refused = { user: null, userErrors: [{ code: 'NOT_FOUND', path: ['userId'] }] };
    expect(await end(ben.viewer, 'removeFriend', ana.viewer.userId)).toEqual({ ...refused, removedFriendshipId: null });
    expect(await end(ana.viewer, 'unblockUser', user.id)).toEqual({ user, userErrors: [] });
    expect(await end(ana.viewer, 'unblockUser', user.id)).toEqual(refused);
  });

  test('answers nothing that an earlier mutation of the same request has read', async () => {
    const [ana, ben] = await two();
    const cid = (await newPerson(users)).viewer;
    for (const [one, other] of [
      [ben, cid],
      [cid, ana],
    ] as const) {
      await act(users, one, 'requestFriend', other.userId);
      await act(users, other, 'acceptFriend', one.userId);
    }
    const input = `(input: { userId: "${ben.userId}" })`;
    const seenNow = 'user { friendship { status } mutualFriendCount }';
    const { data } = await users.ask(
      ana,
      `mutation {
        requestFriend${input} { friendship { ${seenNow} } }
        removeFriend${input} { ${seenNow} }
        parted: removeFriend(input: { userId: "${cid.userId}" }) { userErrors { code } }
        blockUser${input} { ${seenNow} }
      }`,
    );
    expect(data).toEqual({
      requestFriend: { friendship: { user: { friendship: { status: 'PENDING' }, mutualFriendCount: 1 } } },
      removeFriend: { user: { friendship: null, mutualFriendCount: 1 } },
      parted: { userErrors: [] },
      blockUser: { user: { friendship: null, mutualFriendCount: 0 } },
    });
  });
});

describe('what names a person', () => {
  const mutations = [
    'requestFriend',
    'acceptFriend',
    'declineFriend',
    'removeFriend',
    'blockUser',
    'unblockUser',
  ] as const;

  test.each(mutations)('is refused by %s when there is no such person', async (mutation) => {
    const [ana] = await two();
    for (const id of [NOBODY, 'no id', '', '\0', 'x'.repeat(100_000)]) {
      expect(await act(users, ana, mutation, id)).toEqual(['NOT_FOUND userId']);
    }
    expect(await act(users, ana, mutation, ana.userId)).toEqual(['INVALID_INPUT userId']);
    expect((await users.pool.query('SELECT FROM pairs WHERE version = 0')).rowCount).toBe(0);
  });
});

describe('a block', () => {
  test('ends the friendship and hides the person as if there were none', async () => {
    const [ana, ben] = await two();
    await act(users, ana, 'requestFriend', ben.userId);
    await act(users, ben, 'acceptFriend', ana.userId);
    expect(await act(users, ana, 'blockUser', ben.userId)).toEqual([]);
    expect(await friendsOf(users, ana)).toEqual([]);
    expect(await friendsOf(users, ben)).toEqual([]);
    expect(await listOf(users, ana, 'blockedUsers')).toEqual([ben.userId]);
    expect((await seen(ben, ana.userId))?.['user']).toBeNull();
    expect(await seen(ana, ben.userId)).toMatchObject({ user: { id: ben.userId } });
    for (const mutation of [
      'requestFriend',
      'acceptFriend',
      'declineFriend',
      'removeFriend',
      'blockUser',
      'unblockUser',
    ]) {
      expect(await answerOf(ben, mutation, ana.userId)).toEqual(await answerOf(ben, mutation, NOBODY));
    }
    expect(await act(users, ana, 'requestFriend', ben.userId)).toEqual(['FORBIDDEN userId']);
  });

  test('is no secret any more when it is taken back', async () => {
    const [ana, ben] = await two();
    await act(users, ana, 'blockUser', ben.userId);
    expect(await act(users, ana, 'unblockUser', ben.userId)).toEqual([]);
    expect(await act(users, ana, 'unblockUser', ben.userId)).toEqual(['NOT_FOUND userId']);
    expect(await act(users, ben, 'requestFriend', ana.userId)).toEqual([]);
  });

  test('that was taken back is not told of by the id and the cursor of a friendship that comes later', async () => {
    const [ana, ben] = await two();
    await act(users, ana, 'blockUser', ben.userId);
    await act(users, ana, 'unblockUser', ben.userId);
    await act(users, ana, 'requestFriend', ben.userId);
    await act(users, ben, 'acceptFriend', ana.userId);
    const query = `query ($id: ID!) { user(id: $id) { friendship { id } } viewer { friends { edges { cursor } } } }`;
    const { data } = await users.ask(ben, query, { id: ana.userId });
    const friends = z.object({ edges: z.tuple([z.object({ cursor: z.string() })]) });
    const friendship = z.object({ id: z.uuid() });
    const shape = z.object({ user: z.object({ friendship }), viewer: z.object({ friends }) });
    const { user, viewer } = shape.parse(data);
    const [, inCursor] = z
      .tuple([z.string(), z.string()])
      .parse(JSON.parse(Buffer.from(viewer.friends.edges[0].cursor, 'base64url').toString()));
    // An id of another version holds the moment at which it was made.
    for (const id of [user.friendship.id, inCursor]) expect(z.uuidv4().safeParse(id).success).toBe(true);
  });

  test('leaves those nobody to whom others still refer: without a name, a profile or friends', async () => {
    const [ana, ben] = await two();
    for (const befriend of await people(1)) {
      for (const each of [ana, ben]) await act(users, befriend, 'requestFriend', each.userId);
      for (const each of [ana, ben]) await act(users, each, 'acceptFriend', befriend.userId);
    }
    const open = 'mutation { updatePrivacy(input: { profile: EVERYONE, body: EVERYONE }) { userErrors { code } } }';
    await users.ask(ana, open);
    const query = `query ($references: [_Any!]!) { _entities(representations: $references) { ... on User {
      id username displayName avatarUrl mutualFriendCount friendship { id } profile { timeZone } } } }`;
    const told = () => users.ask(ben, query, { references: [{ __typename: 'User', id: ana.userId }] });
    expect(JSON.stringify(await told())).toContain('"mutualFriendCount":1,"friendship":null,"profile":{"timeZone"');
    await act(users, ana, 'blockUser', ben.userId);
    const nobody = { username: 'deleted', displayName: 'Deleted person', avatarUrl: null };
    const nothing = { mutualFriendCount: 0, friendship: null, profile: null };
    const { data, errors } = await told();
    expect([data, errors]).toEqual([{ _entities: [{ id: ana.userId, ...nobody, ...nothing }] }, undefined]);
  });

  test('that meets an acceptance leaves no friendship', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [ana, ben] = await two();
      await act(users, ana, 'requestFriend', ben.userId);
      await Promise.all([act(users, ben, 'acceptFriend', ana.userId), act(users, ana, 'blockUser', ben.userId)]);
      expect(await friendsOf(users, ben)).toEqual([]);
      expect(await listOf(users, ana, 'blockedUsers')).toEqual([ben.userId]);
    }
  });

  async function seen(viewer: Viewer, id: string) {
    const query = `query ($id: ID!, $references: [_Any!]!) { user(id: $id) { id username } _entities(representations: $references) { ... on User { username } } }`;
    return (await users.ask(viewer, query, { id, references: [{ __typename: 'User', id }] })).data;
  }
  async function answerOf(viewer: Viewer, mutation: string, userId: string) {
    const type = `${mutation[0]?.toUpperCase() ?? ''}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code message path } } }`;
    return users.ask(viewer, query, { input: { userId } });
  }
});

describe('friends in common', () => {
  test('are counted for the viewer', async () => {
    const [ana, ben, ...others] = await people(5);
    if (!ana || !ben) throw new Error('nobody');
    for (const other of others) {
      for (const person of [ana, ben]) await act(users, person, 'requestFriend', other.userId);
      for (const person of [ana, ben]) await act(users, other, 'acceptFriend', person.userId);
    }
    const query = 'query ($id: ID!) { user(id: $id) { mutualFriendCount } }';
    const count = async (viewer: Viewer) => (await users.ask(viewer, query, { id: ben.userId })).data;
    expect(await count(ana)).toEqual({ user: { mutualFriendCount: 3 } });
    for (const viewer of [anonymous, ben]) expect(await count(viewer)).toEqual({ user: { mutualFriendCount: 0 } });
  });
});

describe('a list of friends', () => {
  test('is paged, newest first, while friends come', async () => {
    const [ana, ...others] = await people(6);
    if (!ana) throw new Error('nobody');
    const befriend = async (other: Person) => {
      await act(users, other, 'requestFriend', ana.userId);
      await act(users, ana, 'acceptFriend', other.userId);
    };
    for (const other of others.slice(0, 4)) await befriend(other);
    const first = await page(ana, 3);
    const late = others[4];
    if (late) await befriend(late);
    const second = await page(ana, 3, first.pageInfo.endCursor);
    const ids = [...first.edges, ...second.edges].map(({ node }) => node.id);
    expect(ids).toEqual(
      others
        .slice(0, 4)
        .map(({ userId }) => userId)
        .reverse(),
    );
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  });

  const connection = z.object({
    edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  });
  async function page(viewer: Viewer, first: number, after?: string | null) {
    const query = `query ($first: Int!, $after: String) { viewer { friends(first: $first, after: $after) {
      edges { node { id } } pageInfo { hasNextPage endCursor } } } }`;
    const { data } = await users.ask(viewer, query, { first, after });
    return z.object({ viewer: z.object({ friends: connection }) }).parse(data).viewer.friends;
  }
});

/** What two people are to each other, told as simply as can be: what the real thing is compared with. */
class Model {
  readonly asked = new Set<string>();
  readonly friends = new Set<string>();
  readonly blocked = new Set<string>();

  do(action: Action, me: number, you: number): void {
    const [mine, yours] = [`${me}>${you}`, `${you}>${me}`];
    if (this.blocked.has(yours)) return;
    switch (action) {
      case 'requestFriend':
        if (this.blocked.has(mine) || this.friends.has(mine)) return;
        if (this.asked.has(yours)) this.befriend(mine, yours);
        else this.asked.add(mine);
        return;
      case 'acceptFriend':
        if (this.asked.has(yours)) this.befriend(mine, yours);
        return;
      case 'declineFriend':
        return void this.asked.delete(yours);
      case 'removeFriend':
        return void [this.friends.delete(mine), this.friends.delete(yours), this.asked.delete(mine)];
      case 'blockUser':
        this.do('removeFriend', me, you);
        this.asked.delete(yours);
        return void this.blocked.add(mine);
      case 'unblockUser':
        return void this.blocked.delete(mine);
      default:
        return action satisfies never;
    }
  }

  private befriend(mine: string, yours: string): void {
    for (const each of [mine, yours]) {
      this.asked.delete(each);
      this.friends.add(each);
    }
  }

  status(me: number, you: number): string {
    const [mine, yours] = [`${me}>${you}`, `${you}>${me}`];
    if (this.blocked.has(yours)) return 'nobody';
    if (this.friends.has(mine)) return 'ACCEPTED';
    return this.asked.has(mine) || this.asked.has(yours) ? 'PENDING' : 'nothing';
  }
}
const actions = ['requestFriend', 'acceptFriend', 'declineFriend', 'removeFriend', 'blockUser', 'unblockUser'] as const;
type Action = (typeof actions)[number];

test('whatever three people do about each other comes to what a simple model says', async () => {
  const who = fc.constantFrom([0, 1], [1, 0], [0, 2], [2, 0], [1, 2], [2, 1]);
  const steps = fc.array(fc.record({ action: fc.constantFrom(...actions), who }), { minLength: 1, maxLength: 14 });
  const run = async (taken: readonly { action: Action; who: readonly number[] }[]) => {
    const three = await people(3);
    const model = new Model();
    for (const {
      action,
      who: [me = 0, you = 0],
    } of taken) {
      const [mine, yours] = [three[me], three[you]];
      if (!mine || !yours) throw new Error('nobody');
      await act(users, mine, action, yours.userId);
      model.do(action, me, you);
      expect(await statusOf(users, mine, yours.userId)).toBe(model.status(me, you));
      expect(await statusOf(users, yours, mine.userId)).toBe(model.status(you, me));
    }
  };
  await fc.assert(fc.asyncProperty(steps, run), { numRuns: 12 });
}, 120_000);
