import { Redis } from 'ioredis';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { untilPublished } from '#platform/testing/outbox.ts';
import { queriesAbout } from '#platform/testing/queries.ts';
import { openTestStream } from '#platform/testing/streams.ts';
import { anonymous } from '#platform/viewer.ts';
import { newPerson, register, newcomer, startTestUsers } from './support.ts';

const users = await startTestUsers();
const stream = await openTestStream(users.nats.url);
const admin = new Redis(users.redis.url);
afterAll(() => admin.disconnect());

const REFERENCES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on User { id username displayName } ... on Viewer { id email } }
}`;
const entities = z.object({ _entities: z.array(z.record(z.string(), z.string()).nullable()) });

describe('a person', () => {
  test('is seen by everyone, by id', async () => {
    const { viewer, username } = await newPerson(users, { displayName: 'Ana' });
    const query = 'query ($id: ID!) { user(id: $id) { id username displayName } }';
    const seen = { user: { id: viewer.userId, username, displayName: 'Ana' } };
    expect((await users.ask(anonymous, query, { id: viewer.userId })).data).toEqual(seen);
    expect((await users.ask(anonymous, query, { id: viewer.userId.toUpperCase() })).data).toEqual(seen);
  });

  test.each(['01990000-0000-7000-8000-000000000000', 'no id', '', '\0'])('is null for the id %j', async (id) => {
    const answer = await users.ask(anonymous, 'query ($id: ID!) { user(id: $id) { id } }', { id });
    expect(answer).toEqual({ data: { user: null } });
  });

  test('does not show their e-mail address to others', async () => {
    const { viewer } = await newPerson(users);
    const query = 'query ($id: ID!) { user(id: $id) { email } }';
    const { errors } = await users.ask(anonymous, query, { id: viewer.userId });
    expect(errors?.[0]?.message).toContain('Cannot query field "email"');
  });
});

describe('references of other subgraphs', () => {
  test('to 100 people cost one command of Redis; one query and one command more when none is kept yet', async () => {
    const { viewer } = await newPerson(users);
    const others = await Promise.all(Array.from({ length: 99 }, () => register(users, newcomer())));
    const ids = [viewer.userId, ...others.map(({ user }) => user?.id ?? '')];
    const representations = ids.map((id) => ({ __typename: 'User', id }));
    // Each event of theirs drops them from the cache once more.
    await untilPublished(users.pool);
    await stream.untilHandled('users');
    const ask = async () => {
      const { data } = await users.ask(viewer, REFERENCES, { representations });
      expect(entities.parse(data)._entities.map((entity) => entity?.['id'])).toEqual(ids);
    };
    const sent = vi.spyOn(Redis.prototype, 'sendCommand');
    const cost = async () => {
      sent.mockClear();
      const queries = await queriesAbout(users.pool, ids, ask);
      return [queries, sent.mock.calls.filter(([{ args }]) => args.join().includes(viewer.userId)).length];
    };
    await cost();
    expect(await cost()).toEqual([0, 1]);
    await admin.flushdb();
    expect(await cost()).toEqual([1, 2]);
    sent.mockRestore();
  });

  test('to nobody are null, beside those that are somebody', async () => {
    const { viewer, username } = await newPerson(users);
    const ids = ['no id', viewer.userId, '01990000-0000-7000-8000-000000000000'];
    const representations = ids.map((id) => ({ __typename: 'User', id }));
    const { data } = await users.ask(anonymous, REFERENCES, { representations });
    expect(entities.parse(data)._entities).toMatchObject([null, { username }, null]);
  });

  test('to a viewer reach the one who asks alone', async () => {
    const [ana, ben] = [await newPerson(users), await newPerson(users)];
    const representations = [ana, ben].map(({ viewer }) => ({ __typename: 'Viewer', id: viewer.userId }));
    const { data } = await users.ask(ana.viewer, REFERENCES, { representations });
    expect(entities.parse(data)._entities).toMatchObject([{ email: ana.email }, null]);
  });
});

describe('the service', () => {
  test('is ready while its stores answer', async () => {
    const ready = await fetch(`${users.url}/readyz`);
    expect(await ready.json()).toEqual({ ready: true, checks: { postgres: 'ok', broker: 'ok' } });
    await users.nats.stop();
    const unready = await fetch(`${users.url}/readyz`);
    await users.nats.start();
    expect(unready.status).toBe(503);
    expect(await unready.json()).toMatchObject({ ready: false, checks: { postgres: 'ok' } });
  });
});
