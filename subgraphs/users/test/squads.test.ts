import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openTestStream } from '#platform/testing/streams.ts';
import { until } from '#platform/testing/until.ts';
import { anonymous, type Viewer } from '#platform/viewer.ts';
import { act, friendsOf } from './friendSupport.ts';
import { goodPassword, newPerson, startTestUsers } from './support.ts';

const users = await startTestUsers();
const stream = await openTestStream(users.nats.url);
type Person = Viewer & { kind: 'person' };
const NOBODY = '01990000-0000-7000-8000-000000000000';

const squad = z.object({
  id: z.string(),
  name: z.string(),
  memberCount: z.int(),
  viewerRole: z.string().nullable(),
  members: z.object({
    edges: z.array(z.object({ node: z.object({ user: z.object({ id: z.string() }).nullable(), role: z.string() }) })),
  }),
});
const FIELDS = 'id name memberCount viewerRole members(first: 10) { edges { node { user { id } role joinedAt } } }';
const payload = z.object({
  squad: squad.nullable(),
  userErrors: z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() })),
});

interface Changed {
  readonly squad: z.infer<typeof squad> | null;
  readonly problems: string[];
}

/** Changes a squad. Answers the squad, or the codes of what went wrong, each with the field it names. */
async function change(viewer: Viewer, mutation: string, input: object): Promise<Changed> {
  const type = `${mutation[0]?.toUpperCase() ?? ''}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { squad { ${FIELDS} } userErrors { code path } } }`;
  const { data, errors } = await users.ask(viewer, query, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  const answer = payload.parse(data?.[mutation]);
  return {
    squad: answer.squad,
    problems: answer.userErrors.map(({ code, path }) => [code, ...(path ?? [])].join(' ')),
  };
}
const problems = async (viewer: Viewer, mutation: string, input: object) =>
  (await change(viewer, mutation, input)).problems;

async function seen(viewer: Viewer, id: string) {
  const { data } = await users.ask(viewer, `query ($id: ID!) { squad(id: $id) { ${FIELDS} } }`, { id });
  return z.object({ squad: squad.nullable() }).parse(data).squad;
}
async function rolesIn(viewer: Viewer, id: string): Promise<Record<string, string>> {
  const members = (await seen(viewer, id))?.members.edges ?? [];
  return Object.fromEntries(members.map(({ node }) => [node.user?.id ?? '', node.role]));
}

async function squadOf(owner: Person, ...members: Person[]): Promise<string> {
  const made = await change(owner, 'createSquad', { name: 'Early birds' });
  const squadId = made.squad?.id ?? '';
  for (const { userId, ...member } of members) {
    expect(await problems(owner, 'inviteToSquad', { squadId, userId })).toEqual([]);
    expect(await problems({ ...member, userId }, 'acceptSquadInvitation', { squadId })).toEqual([]);
  }
  return squadId;
}
const three = async (): Promise<[Person, Person, Person]> => [
  (await newPerson(users)).viewer,
  (await newPerson(users)).viewer,
  (await newPerson(users)).viewer,
];

/** Whom owners invited as somebody sees it, two at a time; null for who may not see it. */
async function invitedTo(squadId: string, viewer: Viewer): Promise<string[] | null> {
  const query = `query ($id: ID!, $after: String) { squad(id: $id) {
    invitedUsers(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } } }`;
  const page = z.object({
    edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  });
  const answer = z.object({ squad: z.object({ invitedUsers: page.nullable() }) });
  const all: string[] = [];
  for (let after: string | null = null; ;) {
    const { data } = await users.ask(viewer, query, { id: squadId, after });
    const { invitedUsers } = answer.parse(data).squad;
    if (!invitedUsers) return null;
    all.push(...invitedUsers.edges.map(({ node }) => node.id));
    if (!invitedUsers.pageInfo.hasNextPage) return all;
    after = invitedUsers.pageInfo.endCursor;
  }
}

describe('a squad', () => {
  test('tells its owners alone whom they invited, until that is answered or taken back', async () => {
    const [ana, ben, eva] = await three();
    const [ida, jan] = await three();
    const squadId = await squadOf(ana, ben);
    for (const { userId } of [eva, ida, jan]) await change(ana, 'inviteToSquad', { squadId, userId });
    expect(await invitedTo(squadId, ana)).toEqual([jan.userId, ida.userId, eva.userId]);
    expect(await invitedTo(squadId, ben)).toBeNull();
    expect(await invitedTo(squadId, eva)).toBeNull();
    await change(eva, 'acceptSquadInvitation', { squadId });
    await change(ana, 'removeSquadMember', { squadId, userId: jan.userId });
    expect(await invitedTo(squadId, ana)).toEqual([ida.userId]);
  });

  test('is owned by who made it, and seen by those who are in it or invited', async () => {
    const [ana, ben, eva] = await three();
    const made = await change(ana, 'createSquad', { name: ' Early birds ' });
    const squadId = made.squad?.id ?? '';
    expect(made.squad).toMatchObject({ name: 'Early birds', memberCount: 1, viewerRole: 'OWNER' });
    expect(await seen(ben, squadId)).toBeNull();
    expect(await seen(anonymous, squadId)).toBeNull();
    await change(ana, 'inviteToSquad', { squadId, userId: ben.userId });
    expect(await seen(ben, squadId)).toMatchObject({ viewerRole: null, memberCount: 1 });
    const lists =
      '{ viewer { squads { edges { node { id } } } squadInvitations { edges { node { squad { id } invitedBy { id } } } } } }';
    expect((await users.ask(ben, lists)).data).toEqual({
      viewer: {
        squads: { edges: [] },
        squadInvitations: { edges: [{ node: { squad: { id: squadId }, invitedBy: { id: ana.userId } } }] },
      },
    });
    const joined = await change(ben, 'acceptSquadInvitation', { squadId });
    expect(joined.squad).toMatchObject({ viewerRole: 'MEMBER', memberCount: 2 });
    expect(await problems(ben, 'acceptSquadInvitation', { squadId })).toEqual([]);
    expect(await rolesIn(ben, squadId)).toEqual({ [ana.userId]: 'OWNER', [ben.userId]: 'MEMBER' });
    expect(await seen(eva, squadId)).toBeNull();
  });

  test('is run by its owners; for others there is none', async () => {
    const [ana, ben, eva] = await three();
    const squadId = await squadOf(ana, ben);
    const changes = {
      renameSquad: { squadId, name: 'Owls' },
      inviteToSquad: { squadId, userId: eva.userId },
      removeSquadMember: { squadId, userId: ana.userId },
      changeSquadMemberRole: { squadId, userId: ben.userId, role: 'OWNER' },
    };
    for (const [mutation, input] of Object.entries(changes)) {
      expect(await problems(ben, mutation, input)).toEqual(['FORBIDDEN squadId']);
      expect(await problems(eva, mutation, input)).toEqual(['NOT_FOUND squadId']);
      for (const id of [NOBODY, 'no id', '', '\0', 'x'.repeat(100_000)]) {
        expect(await problems(ana, mutation, { ...input, squadId: id })).toEqual(['NOT_FOUND squadId']);
      }
    }
    for (const mutation of ['acceptSquadInvitation', 'declineSquadInvitation', 'leaveSquad']) {
      expect(await problems(eva, mutation, { squadId })).toEqual(['NOT_FOUND squadId']);
    }
    expect((await change(ana, 'renameSquad', { squadId, name: 'Owls' })).squad?.name).toBe('Owls');
    for (const name of ['', ' ', 'a\0b', 'x'.repeat(61)]) {
      expect(await problems(ana, 'renameSquad', { squadId, name })).toEqual(['INVALID_INPUT name']);
    }
  });

  test('invites nobody who does not exist, nor across a block, and nobody can tell which', async () => {
    const [ana, ben, eva] = await three();
    const [fay] = await three();
    const squadId = await squadOf(ana, fay);
    for (const blocker of [ben, fay]) await act(users, blocker, 'blockUser', ana.userId);
    await act(users, ana, 'blockUser', eva.userId);
    // Not of who is in the squad, either.
    for (const userId of [NOBODY, 'no id', ben.userId, fay.userId]) {
      expect(await problems(ana, 'inviteToSquad', { squadId, userId })).toEqual(['NOT_FOUND userId']);
    }
    expect(await problems(ana, 'inviteToSquad', { squadId, userId: eva.userId })).toEqual(['FORBIDDEN userId']);
    expect(await problems(ana, 'inviteToSquad', { squadId, userId: ana.userId })).toEqual(['ALREADY_JOINED userId']);
  });

  test('does not tell by its cursors who has blocked the viewer, and goes on after them', async () => {
    const [ana, ben, eva] = await three();
    const [fay, ida] = await three();
    const squadId = await squadOf(ana, eva, ben);
    await change(ana, 'changeSquadMemberRole', { squadId, userId: ben.userId, role: 'OWNER' });
    for (const { userId } of [ida, fay]) await change(ben, 'inviteToSquad', { squadId, userId });
    for (const blocker of [eva, fay]) await act(users, blocker, 'blockUser', ana.userId);
    const pageInfo = z.object({ hasNextPage: z.boolean(), startCursor: z.string(), endCursor: z.string() });
    const asked = 'edges { cursor } pageInfo { hasNextPage startCursor endCursor }';
    for (const [list, shown] of Object.entries({ members: 3, invitedUsers: 1 })) {
      const page = z.object({ edges: z.array(z.object({ cursor: z.string() })), pageInfo });
      const answer = z.object({ squad: z.object({ list: page }) });
      const cursors: string[] = [];
      let edges = 0;
      for (let after: string | null = null; ;) {
        const query = `query ($id: ID!, $after: String) { squad(id: $id) { list: ${list}(first: 1, after: $after) { ${asked} } } }`;
        const { data } = await users.ask(ana, query, { id: squadId, after });
        const found = answer.parse(data).squad.list;
        edges += found.edges.length;
        cursors.push(found.pageInfo.startCursor, found.pageInfo.endCursor, ...found.edges.map(({ cursor }) => cursor));
        if (!found.pageInfo.hasNextPage) break;
        after = found.pageInfo.endCursor;
      }
      expect([list, edges]).toEqual([list, shown]);
      const told = cursors.map((cursor) => Buffer.from(cursor, 'base64url').toString()).join();
      for (const { userId } of [eva, fay]) expect(told).not.toContain(userId);
    }
  });

  test('does not tell an owner of the invitation of who has blocked them, nor lets them take it back', async () => {
    const [ana, ben, eva] = await three();
    const squadId = await squadOf(ana, ben);
    await change(ana, 'changeSquadMemberRole', { squadId, userId: ben.userId, role: 'OWNER' });
    await change(ben, 'inviteToSquad', { squadId, userId: eva.userId });
    await act(users, eva, 'blockUser', ana.userId);
    const query = `query ($id: ID!) { squad(id: $id) { invitedUsers(first: 1) {
      edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;
    const nobody = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
    expect((await users.ask(ana, query, { id: squadId })).data).toEqual({
      squad: { invitedUsers: { edges: [], pageInfo: nobody } },
    });
    for (const userId of [NOBODY, eva.userId]) {
      expect(await problems(ana, 'removeSquadMember', { squadId, userId })).toEqual(['NOT_FOUND userId']);
    }
    expect(await invitedTo(squadId, ben)).toEqual([eva.userId]);
    expect(await problems(eva, 'acceptSquadInvitation', { squadId })).toEqual([]);
    expect(await problems(ana, 'removeSquadMember', { squadId, userId: eva.userId })).toEqual([]);
  });

  test('is left, and sends away; invitations are declined and taken back', async () => {
    const [ana, ben, eva] = await three();
    const squadId = await squadOf(ana, ben);
    await change(ana, 'inviteToSquad', { squadId, userId: eva.userId });
    expect(await problems(eva, 'declineSquadInvitation', { squadId })).toEqual([]);
    expect(await problems(eva, 'acceptSquadInvitation', { squadId })).toEqual(['NOT_FOUND squadId']);
    await change(ana, 'inviteToSquad', { squadId, userId: eva.userId });
    expect(await problems(ana, 'removeSquadMember', { squadId, userId: eva.userId })).toEqual([]);
    expect(await problems(eva, 'acceptSquadInvitation', { squadId })).toEqual(['NOT_FOUND squadId']);
    expect(await problems(ana, 'removeSquadMember', { squadId, userId: ben.userId })).toEqual([]);
    expect(await seen(ben, squadId)).toBeNull();
    expect(await problems(ana, 'removeSquadMember', { squadId, userId: ben.userId })).toEqual(['NOT_FOUND userId']);
    expect(await problems(ana, 'removeSquadMember', { squadId, userId: ana.userId })).toEqual(['FORBIDDEN userId']);
  });

  test('always has an owner: the longest member follows the last one, who cannot step down', async () => {
    const [ana, ben, eva] = await three();
    const squadId = await squadOf(ana, ben, eva);
    const stepDown = { squadId, userId: ana.userId, role: 'MEMBER' };
    expect(await problems(ana, 'changeSquadMemberRole', stepDown)).toEqual(['FORBIDDEN role']);
    expect(await problems(ana, 'leaveSquad', { squadId })).toEqual([]);
    expect(await rolesIn(eva, squadId)).toEqual({ [ben.userId]: 'OWNER', [eva.userId]: 'MEMBER' });
    await change(ben, 'changeSquadMemberRole', { squadId, userId: eva.userId, role: 'OWNER' });
    // Two owners who leave at the same moment: one is the last.
    const left = await Promise.all([change(ben, 'leaveSquad', { squadId }), change(eva, 'leaveSquad', { squadId })]);
    expect(left.map((answer) => answer.problems)).toEqual([[], []]);
    expect((await users.pool.query('SELECT FROM squads WHERE id = $1', [squadId])).rowCount).toBe(0);
  });

  test('has one change at a time: invitations taken up twice, owners who demote each other, blocks that meet invitations', async () => {
    const [ana, ben, eva] = await three();
    const squadId = await squadOf(ana, ben);
    await change(ana, 'inviteToSquad', { squadId, userId: eva.userId });
    const taken = await Promise.all(
      Array.from({ length: 4 }, () => problems(eva, 'acceptSquadInvitation', { squadId })),
    );
    expect(taken).toEqual([[], [], [], []]);
    expect((await seen(ana, squadId))?.memberCount).toBe(3);

    await change(ana, 'changeSquadMemberRole', { squadId, userId: ben.userId, role: 'OWNER' });
    const demote = (by: Person, who: Person) =>
      problems(by, 'changeSquadMemberRole', { squadId, userId: who.userId, role: 'MEMBER' });
    const demoted = await Promise.all([demote(ana, ben), demote(ben, ana)]);
    expect(demoted.map((each) => each.join()).sort()).toEqual(['', 'FORBIDDEN squadId']);
    expect(Object.values(await rolesIn(eva, squadId)).sort()).toEqual(['MEMBER', 'MEMBER', 'OWNER']);

    for (let round = 0; round < 4; round += 1) {
      const [one, two] = await three();
      const id = await squadOf(one);
      const invitation = { squadId: id, userId: two.userId };
      if (round % 2 === 0) await change(one, 'inviteToSquad', invitation);
      const [blocker, blocked] = round < 2 ? [one, two] : [two, one];
      await Promise.all([change(one, 'inviteToSquad', invitation), act(users, blocker, 'blockUser', blocked.userId)]);
      expect(await problems(two, 'acceptSquadInvitation', { squadId: id })).toEqual(['NOT_FOUND squadId']);
    }
  });

  test('loses nobody and gains nobody when its only owner and a member leave while another comes', async () => {
    const [ana, ben, eva] = await three();
    const squadId = await squadOf(ana, ben);
    await change(ana, 'inviteToSquad', { squadId, userId: eva.userId });
    const answers = await Promise.all([
      problems(ana, 'leaveSquad', { squadId }),
      problems(ben, 'leaveSquad', { squadId }),
      problems(eva, 'acceptSquadInvitation', { squadId }),
    ]);
    expect(answers.slice(0, 2)).toEqual([[], []]);
    // Who comes last to an empty squad finds none; who comes in time owns it.
    const came = answers[2]?.length === 0;
    expect(await rolesIn(eva, squadId)).toEqual(came ? { [eva.userId]: 'OWNER' } : {});
  });

  test('takes no more than a hundred', async () => {
    const [ana, ben, eva] = await three();
    const squadId = await squadOf(ana, ben);
    await change(ana, 'inviteToSquad', { squadId, userId: eva.userId });
    await users.pool.query(
      `WITH made AS (INSERT INTO accounts (id, username, email, password_hash, display_name, time_zone, created_at)
         SELECT gen_random_uuid(), 'crowd' || n, 'crowd' || n || '@example.org', 'x', 'x', 'UTC', now()
         FROM generate_series(1, 98) n RETURNING id)
       INSERT INTO squad_members (squad_id, user_id, role, joined_at) SELECT $1, id, 'MEMBER', now() FROM made`,
      [squadId],
    );
    expect(await problems(eva, 'acceptSquadInvitation', { squadId })).toEqual(['SQUAD_FULL squadId']);
    await change(ben, 'leaveSquad', { squadId });
    await change(ana, 'inviteToSquad', { squadId, userId: ben.userId });
    const last = await Promise.all([ben, eva].map((who) => problems(who, 'acceptSquadInvitation', { squadId })));
    expect(last.map((each) => each.join()).sort()).toEqual(['', 'SQUAD_FULL squadId']);
  });

  test('tells other domains who comes and goes, numbered in order', async () => {
    const [ana, ben] = await three();
    const squadId = await squadOf(ana, ben);
    await change(ana, 'leaveSquad', { squadId });
    await change(ben, 'leaveSquad', { squadId });
    const next = async (name: string) => (await stream.next(`events.users.${name}.${squadId}`)).data;
    expect(await next('SquadCreated')).toEqual({ version: 1, squadId, ownerId: ana.userId });
    // 3 and 4 are the invitation and its end, which concern nobody else.
    expect(await next('SquadMemberJoined')).toMatchObject({ version: 5, userId: ben.userId, role: 'MEMBER' });
    expect(await next('SquadMemberRoleChanged')).toMatchObject({ version: 6, userId: ben.userId, role: 'OWNER' });
    const dissolved = { version: 9, squadId };
    await stream.until(`events.users.SquadDissolved.${squadId}`, ({ data }) => {
      expect(data).toEqual(dissolved);
      return true;
    });
    expect(await next('SquadMemberLeft')).toMatchObject({ version: 8, userId: ben.userId, role: 'OWNER' });
  });

  test('tells its name apart from its history, and no more once it is gone', async () => {
    const [ana] = await three();
    const squadId = await squadOf(ana);
    const named = (name: string) =>
      stream.until(`squads.${squadId}`, ({ data }) => z.object({ name: z.string() }).parse(data).name === name);
    await named('Early birds');
    await change(ana, 'renameSquad', { squadId, name: 'Owls of Ana' });
    expect((await named('Owls of Ana')).data).toEqual({ version: 3, squadId, name: 'Owls of Ana' });
    expect(await stream.count(`squads.${squadId}`)).toBe(1);
    expect((await stream.next(`events.users.SquadRenamed.${squadId}`)).data).toEqual({ version: 3, squadId });
    await change(ana, 'leaveSquad', { squadId });
    await until('no name', async () => (await stream.count(`squads.${squadId}`)) === 0);
  });

  test('loses those who delete their accounts, as their friends do', async () => {
    const [ana, ben, eva] = await three();
    const squadId = await squadOf(ana, ben);
    await act(users, ana, 'requestFriend', eva.userId);
    await act(users, eva, 'acceptFriend', ana.userId);
    const query = 'mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { userErrors { code } } }';
    const { data } = await users.ask(ana, query, { input: { password: goodPassword } });
    expect(data).toEqual({ deleteAccount: { userErrors: [] } });
    expect(await rolesIn(ben, squadId)).toEqual({ [ben.userId]: 'OWNER' });
    await stream.find(
      'events.users.FriendshipEnded.*',
      ({ data: told }) => friendship.parse(told).userId === ana.userId,
    );
    expect(await friendsOf(users, eva)).toEqual([]);
    expect(await problems(ben, 'inviteToSquad', { squadId, userId: ana.userId })).toEqual(['NOT_FOUND userId']);
  });

  test('keeps the invitations of who deletes their account, without a name, unless it ends with them', async () => {
    const [ana, ben, eva] = await three();
    const squadId = await squadOf(ana, ben);
    const ended = await squadOf(ana);
    for (const id of [squadId, ended]) await change(ana, 'inviteToSquad', { squadId: id, userId: eva.userId });
    const invitations = async () =>
      (await users.ask(eva, '{ viewer { squadInvitations { edges { node { squad { id } invitedBy { id } } } } } }'))
        .data;
    const of = (id: string, inviter: Person | null) => ({
      node: { squad: { id }, invitedBy: inviter && { id: inviter.userId } },
    });
    const before = { viewer: { squadInvitations: { edges: [of(ended, ana), of(squadId, ana)] } } };
    expect(await invitations()).toEqual(before);
    const query = 'mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { userErrors { code } } }';
    await users.ask(ana, query, { input: { password: goodPassword } });
    expect(await invitations()).toEqual({ viewer: { squadInvitations: { edges: [of(squadId, null)] } } });
    expect(await invitedTo(squadId, ben)).toEqual([eva.userId]);
    expect(await problems(eva, 'acceptSquadInvitation', { squadId })).toEqual([]);
    expect(await rolesIn(eva, squadId)).toEqual({ [ben.userId]: 'OWNER', [eva.userId]: 'MEMBER' });
  });
});
const friendship = z.object({ userId: z.string() });
