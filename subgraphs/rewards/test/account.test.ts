import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openBroker, type Broker } from '#platform/events/broker.ts';
import { envelopeSchema, type Envelope, type Message } from '#platform/events/envelope.ts';
import { ensureStream, eventsOf } from '#platform/events/streams.ts';
import { withRequestId } from '#platform/telemetry/log.ts';
import { createService } from '#platform/lifecycle.ts';
import { encodeCursor } from '#platform/pagination.ts';
import { person } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { anonymous } from '#platform/viewer.ts';
import { completed, deleted, figures, ledgerFaults, startTestRewards, type TestRewards } from './support.ts';

let rewards: TestRewards;
let broker: Broker;

beforeAll(async () => {
  rewards = await startTestRewards();
  const { service, close } = createService('workouts', 'silent');
  broker = await openBroker(service, rewards.nats.url);
  await ensureStream(broker.manager, eventsOf('workouts'));
  return close;
});

const account = z.object({
  id: z.string(),
  balanceTokens: z.string(),
  pendingTokens: z.string(),
  transactions: z.object({
    edges: z.array(
      z.object({
        cursor: z.string(),
        node: z.object({
          id: z.uuid(),
          kind: z.string(),
          amountTokens: z.string(),
          reason: z.string(),
          earnedOn: z.string(),
          createdAt: z.iso.datetime(),
        }),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

const ACCOUNT = `query ($representations: [_Any!]!, $first: Int!, $after: String) {
  _entities(representations: $representations) {
    ... on Viewer {
      rewardAccount {
        id balanceTokens pendingTokens
        transactions(first: $first, after: $after) {
          edges { cursor node { id kind amountTokens reason earnedOn createdAt } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
}`;

const ask = (viewerId: string, changes: Record<string, unknown> = {}) =>
  rewards.ask(person(viewerId), ACCOUNT, {
    representations: [{ __typename: 'Viewer', id: viewerId }],
    first: 20,
    ...changes,
  });

async function accountOf(viewerId: string, changes: Record<string, unknown> = {}) {
  const { data, errors } = await ask(viewerId, changes);
  expect(errors).toBeUndefined();
  const [viewer] = z.array(z.object({ rewardAccount: account })).parse(data?.['_entities']);
  if (!viewer) throw new Error('no viewer');
  return viewer.rewardAccount;
}

const publish = async ({ subject, envelope }: Message): Promise<void> =>
  void (await broker.streams.publish(subject, JSON.stringify(envelope), { msgID: envelope.id }));

/** Waits until a person holds so many tokens. */
const holds = (ownerId: string, tokens: string) =>
  until(`${tokens} tokens`, async () => (await accountOf(ownerId)).balanceTokens === tokens);

describe('a reward account', () => {
  test('is empty before the first grant', async () => {
    const ana = uuidv7();
    expect(await accountOf(ana)).toEqual({
      id: ana,
      balanceTokens: '0.000000',
      pendingTokens: '0.000000',
      transactions: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } },
    });
  });

  test('holds what a workout earned, pending until the hold is over', async () => {
    const first = figures();
    await publish(completed(first));
    await holds(first.ownerId, '30.000000');
    expect((await accountOf(first.ownerId)).pendingTokens).toBe('30.000000');
    rewards.putClockOn(3601_000);
    expect((await accountOf(first.ownerId)).pendingTokens).toBe('0.000000');
    await publish(completed(figures({ ownerId: first.ownerId, localDate: '2026-03-03', source: 'MANUAL' })));
    await holds(first.ownerId, '42.000000');
    expect((await accountOf(first.ownerId)).pendingTokens).toBe('12.000000');
  });

  test('lists what moved it, newest first, page by page, while more is added', async () => {
    const { ownerId } = figures();
    const workouts = ['2026-01-01', '2026-02-01', '2026-03-01'].map((localDate) => figures({ ownerId, localDate }));
    for (const one of workouts) await publish(completed(one));
    await holds(ownerId, '90.000000');
    const page = await accountOf(ownerId, { first: 2 });
    expect(page.transactions.edges.map(({ node }) => node.earnedOn)).toEqual(['2026-03-01', '2026-02-01']);
    expect(page.transactions.pageInfo.hasNextPage).toBe(true);
    await publish(deleted({ ...figures({ ownerId }), workoutId: workouts[0]?.workoutId ?? '', version: 2 }));
    await holds(ownerId, '60.000000');
    const rest = await accountOf(ownerId, { first: 2, after: page.transactions.pageInfo.endCursor });
    expect(rest.transactions.edges.map(({ node }) => node.earnedOn)).toEqual(['2026-01-01']);
    expect(rest.transactions.pageInfo.hasNextPage).toBe(false);
    const [newest] = (await accountOf(ownerId, { first: 1 })).transactions.edges;
    expect(newest?.node).toMatchObject({ kind: 'REVERSAL', amountTokens: '-30.000000', earnedOn: '2026-01-01' });
    expect(newest?.node.reason).toContain('2026-01-01');
  });

  test('does not tell by its cursors how many transactions everybody has had', async () => {
    const first = figures();
    await publish(completed(first));
    await holds(first.ownerId, '30.000000');
    const [edge] = (await accountOf(first.ownerId)).transactions.edges;
    const { rows } = await rewards.pool.query('SELECT position FROM transactions WHERE owner_id = $1', [first.ownerId]);
    const [{ position }] = z.tuple([z.object({ position: z.string() })]).parse(rows);
    expect(Buffer.from(edge?.cursor ?? '', 'base64url').toString()).not.toContain(JSON.stringify(position));
    const { errors } = await ask(first.ownerId, { after: encodeCursor(position) });
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  test('is nobody else’s business', async () => {
    const first = figures();
    await publish(completed(first));
    await holds(first.ownerId, '30.000000');
    const query = `query ($r: [_Any!]!) {
      _entities(representations: $r) {
        ... on Viewer { rewardAccount { balanceTokens } }
        ... on RewardAccount { balanceTokens }
      }
    }`;
    const r = ['Viewer', 'RewardAccount'].map((__typename) => ({ __typename, id: first.ownerId }));
    for (const stranger of [person(uuidv7()), anonymous]) {
      expect(await rewards.ask(stranger, query, { r })).toEqual({
        data: { _entities: [{ rewardAccount: null }, null] },
      });
    }
    const own = await rewards.ask(person(first.ownerId), query, { r });
    expect(own.data?.['_entities']).toEqual([
      { rewardAccount: { balanceTokens: '30.000000' } },
      { balanceTokens: '30.000000' },
    ]);
  });

  test('of an id that is none is null', async () => {
    expect(await ask('not-an-id')).toEqual({ data: { _entities: [{ rewardAccount: null }] } });
  });

  test.each([{ first: 0 }, { first: 101 }, { after: 'nonsense' }, { after: Buffer.from('"x"').toString('base64url') }])(
    'refuses a page of %j',
    async (changes) => {
      const { errors } = await ask(uuidv7(), changes);
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
    },
  );
});

describe('rewards', () => {
  test('tell of grants and achievements, with the request that was the reason', async () => {
    const first = figures();
    await withRequestId('request-7', () => publish(completed(first)));
    await holds(first.ownerId, '30.000000');
    const told = await until('two events', async () => {
      const events = await eventsAbout(first.ownerId);
      return events.length === 2 && events;
    });
    expect(told.map(({ type, requestid }) => [type, requestid])).toEqual(
      expect.arrayContaining([
        ['rewards.AchievementUnlocked.v1', 'request-7'],
        ['rewards.TokensGranted.v1', 'request-7'],
      ]),
    );
  });

  test('come to the same when everything is delivered again', async () => {
    const { ownerId } = figures();
    const events = ['2026-04-01', '2026-04-02', '2026-04-03'].map((localDate) =>
      completed(figures({ ownerId, localDate })),
    );
    for (const event of events) await publish(event);
    await holds(ownerId, '94.500000');
    await broker.manager.consumers.delete('EVENTS_WORKOUTS', 'rewards');
    await publish(completed(figures({ ownerId, localDate: '2026-04-04' })));
    await holds(ownerId, '129.000000');
    expect(await ledgerFaults(rewards.pool)).toEqual([]);
  });

  test('lose nothing while the broker is away', async () => {
    const first = figures();
    await publish(completed(first));
    await holds(first.ownerId, '30.000000');
    await rewards.nats.stop();
    await rewards.nats.start();
    const second = completed(figures({ ownerId: first.ownerId, localDate: '2026-06-01' }));
    await until('the broker to take an event', () =>
      publish(second).then(
        () => true,
        () => false,
      ),
    );
    await holds(first.ownerId, '60.000000');
  });
});

/** What the stream of rewards says of a person. */
async function eventsAbout(userId: string): Promise<Envelope[]> {
  const { state } = await broker.manager.streams.info('EVENTS_REWARDS');
  const found: Envelope[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const stored = await broker.manager.streams.getMessage('EVENTS_REWARDS', { seq });
    const envelope = envelopeSchema.parse(stored?.json());
    if (z.object({ userId: z.string() }).parse(envelope.data).userId === userId) found.push(envelope);
  }
  return found;
}
