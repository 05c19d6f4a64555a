import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Viewer } from '#platform/viewer.ts';
import { MAX_FRIENDS, MAX_REQUESTS_SENT } from '../domain/pair.ts';
import { MAX_SQUADS } from '../domain/squad.ts';
import { act, askAll, befriendAll, crowd, statusOf } from './friendSupport.ts';
import { newPerson, startTestUsers } from './support.ts';
import { oneAfterTheOther } from './turnSupport.ts';

const users = await startTestUsers();
type Person = Viewer & { kind: 'person' };
const three = async (): Promise<[Person, Person, Person]> => [
  (await newPerson(users)).viewer,
  (await newPerson(users)).viewer,
  (await newPerson(users)).viewer,
];
const REFUSED = ['LIMIT_REACHED userId'];

test('Nobody accepts more friends than they may have, also not two at the same moment', async () => {
  const [ana, ben, eva] = await three();
  await befriendAll(users, ana.userId, await crowd(users, MAX_FRIENDS - 1));
  for (const other of [ben, eva]) await act(users, other, 'requestFriend', ana.userId);
  const accept = ({ userId }: Person) => act(users, ana, 'acceptFriend', userId);
  const answers = await oneAfterTheOther(
    users,
    ana,
    () => accept(ben),
    () => accept(eva),
  );
  expect(answers).toEqual([[], REFUSED]);
  expect(await statusOf(users, ana, eva.userId)).toBe('PENDING');
  // By a request that crosses theirs the two would be friends.
  expect(await act(users, ana, 'requestFriend', eva.userId)).toEqual(REFUSED);
  expect(await act(users, ana, 'removeFriend', ben.userId)).toEqual([]);
  expect(await accept(eva)).toEqual([]);
});

test('Nobody is accepted by more friends than they may have, and who has more keeps them', async () => {
  const [ana, ben, eva] = await three();
  await befriendAll(users, ana.userId, await crowd(users, MAX_FRIENDS - 1));
  for (const other of [ben, eva]) await act(users, ana, 'requestFriend', other.userId);
  const accept = (other: Person) => act(users, other, 'acceptFriend', ana.userId);
  const answers = await oneAfterTheOther(
    users,
    ana,
    () => accept(ben),
    () => accept(eva),
  );
  expect(answers).toEqual([[], REFUSED]);
  await befriendAll(users, ana.userId, await crowd(users, 2));
  expect(await act(users, ben, 'removeFriend', ana.userId)).toEqual([]);
  expect(await accept(eva)).toEqual(REFUSED);
  expect(await act(users, eva, 'declineFriend', ana.userId)).toEqual([]);
  const friends = await users.pool.query('SELECT FROM friends WHERE user_id = $1', [ana.userId]);
  expect(friends.rowCount).toBe(MAX_FRIENDS + 1);
});

test('Nobody has more requests wait for an answer than they may, also not by two at the same moment', async () => {
  const [ana, ben, eva] = await three();
  const [asked = '', ...others] = await crowd(users, MAX_REQUESTS_SENT - 1);
  await askAll(users, ana.userId, [asked, ...others]);
  const request = ({ userId }: Person) => act(users, ana, 'requestFriend', userId);
  const answers = await oneAfterTheOther(
    users,
    ana,
    () => request(ben),
    () => request(eva),
  );
  expect(answers).toEqual([[], REFUSED]);
  expect((await users.pool.query('SELECT FROM pairs WHERE version = 0')).rowCount).toBe(0);
  expect(await act(users, ana, 'requestFriend', asked)).toEqual([]);
  // Any number may ask her, and who does is answered by a request of hers: none more waits.
  expect(await act(users, eva, 'requestFriend', ana.userId)).toEqual([]);
  expect(await request(eva)).toEqual([]);
  expect(await statusOf(users, ana, eva.userId)).toBe('ACCEPTED');
  expect(await act(users, ana, 'removeFriend', eva.userId)).toEqual([]);
  expect(await request(eva)).toEqual(REFUSED);
  expect(await act(users, ana, 'removeFriend', asked)).toEqual([]);
  expect(await request(eva)).toEqual([]);
});

test('Nobody is in more squads than they may, also not by two at the same moment', async () => {
  const [ana, ben] = await three();
  await users.pool.query(
    `WITH made AS (INSERT INTO squads (id, name, version, created_at)
       SELECT gen_random_uuid(), 'x', 1, now() FROM generate_series(1, $2) RETURNING id)
     INSERT INTO squad_members (squad_id, user_id, role, joined_at) SELECT id, $1, 'MEMBER', now() FROM made`,
    [ana.userId, MAX_SQUADS - 1],
  );
  const [first, second] = [await invitation(ben, ana), await invitation(ben, ana)];
  const join = (squadId?: string) => ask(ana, 'acceptSquadInvitation', { squadId });
  const answers = await oneAfterTheOther(
    users,
    ana,
    () => join(first),
    () => join(second),
  );
  expect(answers).toEqual([{ id: first }, { problem: 'LIMIT_REACHED squadId' }]);
  const make = () => ask(ana, 'createSquad', { name: 'Owls' });
  expect(await make()).toEqual({ problem: 'LIMIT_REACHED' });
  expect(await join(first)).toEqual({ id: first });
  await ask(ana, 'leaveSquad', { squadId: first });
  const last = await oneAfterTheOther(users, ana, make, () => join(second));
  expect(last).toMatchObject([{ problem: undefined }, { problem: 'LIMIT_REACHED squadId' }]);
});

/** Has somebody make a squad, and invite somebody to it. Answers its id. */
async function invitation(owner: Person, { userId }: Person) {
  const { id: squadId } = await ask(owner, 'createSquad', { name: 'Early birds' });
  await ask(owner, 'inviteToSquad', { squadId, userId });
  return squadId;
}

const payload = z.object({
  squad: z.object({ id: z.string() }).nullable(),
  userErrors: z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() })),
});

/** Changes a squad. Answers its id, or the code of what went wrong with the field it names. */
async function ask(viewer: Viewer, mutation: string, input: object) {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { squad { id } userErrors { code path } } }`;
  const { data } = await users.ask(viewer, query, { input });
  const { squad, userErrors } = payload.parse(data?.[mutation]);
  const [problem] = userErrors.map(({ code, path }) => [code, ...(path ?? [])].join(' '));
  return { id: squad?.id, problem };
}
