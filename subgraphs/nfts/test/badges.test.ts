import { createHash } from 'node:crypto';
import { CID } from 'multiformats/cid';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AchievementUnlocked } from '#events/rewards.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { person } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { anonymous } from '#platform/viewer.ts';
import { startTestNfts, type TestNfts } from './support.ts';

const BADGES = `query ($id: ID!, $first: Int!, $after: String) {
  _entities(representations: [{ __typename: "Viewer", id: $id }]) {
    ... on Viewer {
      badges(first: $first, after: $after) {
        edges { cursor node { id kind title description metadataUri imageUrl soulbound awardedAt owner { id } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;
const badge = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  metadataUri: z.string(),
  imageUrl: z.string(),
  soulbound: z.boolean(),
  owner: z.object({ id: z.string() }),
});
const badges = z.object({
  _entities: z.tuple([
    z.object({ badges: z.object({ edges: z.array(z.object({ cursor: z.string(), node: badge })) }) }).nullable(),
  ]),
});

let nfts: TestNfts;
beforeAll(async () => {
  nfts = await startTestNfts();
});

/** Tells the subgraph that somebody reached something, and gives the event to be told again. */
async function unlock(userId: string, achievementId = uuidv7()): Promise<ReturnType<typeof createEvent>> {
  const data = {
    version: 1,
    achievementId,
    userId,
    code: 'FIRST_WORKOUT',
    unlockedAt: '2026-05-01T06:30:00.000Z',
  } as const;
  const message = createEvent(AchievementUnlocked, achievementId, data, new Date());
  await tell(message);
  return message;
}

const tell = async ({ subject, envelope }: ReturnType<typeof createEvent>): Promise<void> => {
  await nfts.broker.streams.publish(subject, JSON.stringify(envelope));
};

/** Writes a badge as if there were an achievement of this code. */
const award = (userId: string, code: string, day: string) =>
  nfts.pool.query(
    `INSERT INTO nfts (id, owner_id, kind, code, title, description, metadata_cid, image_cid, awarded_at)
     VALUES ($1, $2, 'BADGE', $3, $3, '', '', '', $4)`,
    [uuidv7(), userId, code, `${day}T00:00:00Z`],
  );

async function badgesOf(userId: string, first = 20, after: string | null = null) {
  const { data } = await nfts.ask(person(userId), BADGES, { id: userId, first, after });
  return badges.parse(data)._entities[0]?.badges.edges ?? [];
}

const firstBadge = (userId: string) => until('a badge', async () => (await badgesOf(userId))[0]?.node);

describe('an achievement', () => {
  test('brings a soulbound badge with metadata and a picture', async () => {
    const userId = uuidv7();
    await unlock(userId);
    expect(await firstBadge(userId)).toMatchObject({
      kind: 'BADGE',
      title: 'First workout',
      soulbound: true,
      owner: { id: userId },
    });
  });

  test('brings one badge, however often it is told and by whatever event', async () => {
    const userId = uuidv7();
    const message = await unlock(userId);
    await tell(message);
    await unlock(userId);
    const last = uuidv7();
    await unlock(last);
    await firstBadge(last);
    expect(await badgesOf(userId)).toHaveLength(1);
  });
});

describe('an achievement told though the store is away', () => {
  test('brings its badge when the store is back', async () => {
    const userId = uuidv7();
    await nfts.pool.query('ALTER TABLE nfts RENAME TO away');
    await unlock(userId);
    const failed = (): Promise<boolean> =>
      nfts.broker.manager.consumers.info('EVENTS_REWARDS', 'nfts').then(isTryingAgain);
    await until('a failed try', failed);
    await nfts.pool.query('ALTER TABLE away RENAME TO nfts');
    expect((await firstBadge(userId)).title).toBe('First workout');
    expect(await badgesOf(userId)).toHaveLength(1);
  });
});

const isTryingAgain = (info: { num_redelivered: number }): boolean => info.num_redelivered > 0;

describe('the content of a badge', () => {
  test('is what its content id names: the SHA-256 of the bytes', async () => {
    const userId = uuidv7();
    await unlock(userId);
    const { metadataUri, imageUrl } = await firstBadge(userId);
    for (const cid of [metadataUri.replace('ipfs://', ''), imageUrl.replace('https://laurel.example/ipfs/', '')]) {
      const response = await fetch(`${nfts.url}/ipfs/${cid}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(Buffer.from(CID.parse(cid).multihash.digest)).toEqual(createHash('sha256').update(bytes).digest());
      expect(response.headers.get('cache-control')).toContain('immutable');
    }
  });

  test('is ERC-721 metadata that names its picture and no person', async () => {
    const userId = uuidv7();
    await unlock(userId);
    const { metadataUri, imageUrl } = await firstBadge(userId);
    const response = await fetch(`${nfts.url}/ipfs/${metadataUri.replace('ipfs://', '')}`);
    expect(response.headers.get('content-type')).toContain('application/json');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ name: 'First workout', image: `ipfs://${imageUrl.split('/').at(-1)}` });
    expect(text).not.toContain(userId);
    const picture = await fetch(`${nfts.url}/ipfs/${imageUrl.split('/').at(-1)}`);
    expect(picture.headers.get('content-type')).toBe('image/svg+xml');
  });
});

describe('badges', () => {
  test('are listed for their owner alone', async () => {
    const userId = uuidv7();
    await unlock(userId);
    await firstBadge(userId);
    const { data } = await nfts.ask(person(uuidv7()), BADGES, { id: userId, first: 10 });
    expect(data).toEqual({ _entities: [null] });
  });

  test('are found by id by everyone; what is no id finds nothing', async () => {
    const userId = uuidv7();
    await unlock(userId);
    const { id } = await firstBadge(userId);
    const query = 'query ($id: ID!) { nft(id: $id) { title } }';
    expect((await nfts.ask(anonymous, query, { id })).data).toEqual({ nft: { title: 'First workout' } });
    expect((await nfts.ask(anonymous, query, { id: 'nobody' })).data).toEqual({ nft: null });
  });

  test('come newest first, page by page', async () => {
    const userId = uuidv7();
    const codes = ['A', 'B', 'C', 'D', 'E'];
    for (const [index, code] of codes.entries()) await award(userId, code, `2026-05-0${Math.ceil((index + 1) / 2)}`);
    const first = await badgesOf(userId, 2);
    const second = await badgesOf(userId, 2, first.at(-1)?.cursor);
    await award(userId, 'F', '2026-05-09');
    const third = await badgesOf(userId, 2, second.at(-1)?.cursor);
    const titles = [...first, ...second, ...third].map(({ node }) => node.title);
    expect(titles).toEqual(['E', 'D', 'C', 'B', 'A']);
  });

  test('come in pages of 1 to 100', async () => {
    const userId = uuidv7();
    const { errors } = await nfts.ask(person(userId), BADGES, { id: userId, first: 101 });
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});
