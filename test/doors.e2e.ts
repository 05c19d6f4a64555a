import { createClient } from 'graphql-sse';
import { print } from 'graphql';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import {
  CompetitionDocument,
  CreateUploadDocument,
  LeaderboardUpdatedDocument,
  RoomDocument,
  RoomEventsDocument,
} from '#client/__generated__/graphql.ts';
import { createLaurelClient } from '#client/laurel.ts';
import type { Person } from '#client/people.ts';
import { until } from '#platform/testing/until.ts';
import { join, newCompetition } from './support/competitions.ts';
import { newPerson } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');
let ana: Person;
let ben: Person;
beforeAll(async () => {
  [ana, ben] = await Promise.all([newPerson(gatewayUrl, 'ana'), newPerson(gatewayUrl, 'ben')]);
});

describe('what is for those who are logged in', () => {
  test('is refused to others before any subgraph is asked', async () => {
    const nobody = createLaurelClient(gatewayUrl);
    const input = { fileName: 'a.fit', byteLength: 10, purpose: 'WORKOUT_FILE' as const };
    const refused = { codes: ['UNAUTHORIZED_FIELD_OR_TYPE'] };
    await expect(nobody.run(CreateUploadDocument, { input })).rejects.toMatchObject(refused);
    await expect(nobody.listen(RoomEventsDocument, { roomId: 'any' }).next()).rejects.toMatchObject(refused);
    await nobody.close();
  });

  test('is not had with a token that does not hold', async () => {
    const response = await fetch(`${gatewayUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ana.accessToken.slice(0, -4)}AAAA` },
      body: '{"query":"{ viewer { id } }"}',
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});

describe('a room', () => {
  test('is neither read nor heard by a stranger', async () => {
    const { id } = await newCompetition(ana, { visibility: 'INVITE' });
    const roomId = await until('the room', async () => {
      const { competition } = await ana.client.run(CompetitionDocument, { id });
      return competition?.room?.id;
    });
    expect((await ben.client.run(RoomDocument, { id: roomId, last: 10 })).room).toBeNull();
    const listening = ben.client.listen(RoomEventsDocument, { roomId }).next();
    await expect(listening).rejects.toMatchObject({ codes: ['NOT_FOUND'] });
  });
});

describe('a subscription over server-sent events', () => {
  const listenAs = (person: Person, competitionId: string) =>
    createClient({
      url: `${gatewayUrl}/graphql`,
      headers: { authorization: `Bearer ${person.accessToken}` },
      retryAttempts: 0,
    }).iterate({ query: print(LeaderboardUpdatedDocument), variables: { competitionId, first: 10 } });

  test('gives the board as it is, and again when it moves', async () => {
    const { id } = await newCompetition(ana);
    const updates = listenAs(ana, id);
    const board = (participantCount: number) => ({
      value: { data: { leaderboardUpdated: { leaderboard: { participantCount } } } },
    });
    expect(await updates.next()).toMatchObject(board(0));
    await join(ben, id);
    expect(await updates.next()).toMatchObject(board(1));
    await updates.return?.();
  });

  test('is refused to a stranger', async () => {
    const { id } = await newCompetition(ana, { visibility: 'INVITE' });
    expect(await listenAs(ben, id).next()).toMatchObject({
      value: { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
    });
  });
});
