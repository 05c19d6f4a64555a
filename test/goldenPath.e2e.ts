import { beforeAll, describe, expect, inject, test } from 'vitest';
import { generateActivity } from '../fixtures/generate.ts';
import { importActivity } from '#client/activities.ts';
import {
  BadgesDocument,
  CompetitionDocument,
  LeaderboardDocument,
  LeaderboardUpdatedDocument,
  LogInDocument,
  RefreshSessionDocument,
  RewardsDocument,
  RoomDocument,
  RoomEventsDocument,
  SendMessageDocument,
  ViewerDocument,
  WorkoutDocument,
  WorkoutsDocument,
} from '#client/__generated__/graphql.ts';
import { createLaurelClient } from '#client/laurel.ts';
import type { Person } from '#client/people.ts';
import { until } from '#platform/testing/until.ts';
import { join, newCompetition } from './support/competitions.ts';
import { newPerson, password } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');
const startedAt = new Date('2026-05-01T06:30:00.000Z');

describe('an account', () => {
  test('logs in, sees itself, and goes on with a refreshed session', async () => {
    const { username } = await newPerson(gatewayUrl, 'ana');
    const client = createLaurelClient(gatewayUrl);
    const input = { email: `${username}@example.org`, password };
    const { logIn } = await client.run(LogInDocument, { input });
    expect(logIn.userErrors).toEqual([]);
    const refreshToken = logIn.session?.refreshToken ?? '';
    const { refreshSession } = await client.run(RefreshSessionDocument, { input: { refreshToken } });
    client.authenticate(refreshSession.session?.accessToken);

    const { viewer } = await client.run(ViewerDocument, {});
    expect(viewer).toMatchObject({ username, email: input.email, timeZone: 'UTC' });
    expect(viewer?.sessions.filter(({ current }) => current).map(({ id }) => id)).toEqual([logIn.session?.id]);
  });

  test('is nobody without a token', async () => {
    const { viewer } = await createLaurelClient(gatewayUrl).run(ViewerDocument, {});
    expect(viewer).toBeNull();
  });
});

describe('an activity file', () => {
  test('becomes a workout with all its figures', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const activity = generateActivity({ seed: 1, sport: 'RUNNING', format: 'FIT', startedAt });
    const done = await importActivity(ana.client, activity);
    expect(done).toMatchObject({ status: 'COMPLETED', failure: null });

    const { workout } = await ana.client.run(WorkoutDocument, { id: done.workout?.id ?? '' });
    expect(workout).toMatchObject({ sport: 'RUNNING', source: 'FILE', owner: { username: ana.username } });
    expect(workout?.splits.length).toBeGreaterThan(1);
    expect(workout?.bestEfforts.length).toBeGreaterThan(0);
    expect(workout?.route?.polyline).toMatch(/.{10}/);
    expect(workout?.streams.map(({ kind }) => kind)).toEqual(['HEART_RATE', 'ELEVATION', 'SPEED']);
    const { viewer } = await ana.client.run(WorkoutsDocument, { first: 10 });
    expect(viewer?.workouts?.edges.map(({ node }) => node.id)).toEqual([done.workout?.id]);
  });

  test('is one workout, however often it comes', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const activity = generateActivity({ seed: 2, sport: 'CYCLING', format: 'GPX', startedAt });
    const imports = await Promise.all([1, 2, 3].map(() => importActivity(ana.client, activity)));
    expect(imports.map(({ status }) => status).sort()).toEqual(['COMPLETED', 'DUPLICATE', 'DUPLICATE']);
    expect(new Set(imports.map(({ workout }) => workout?.id)).size).toBe(1);
  });

  test('is seen by its owner alone unless they say otherwise', async () => {
    const [ana, ben] = await Promise.all([newPerson(gatewayUrl, 'ana'), newPerson(gatewayUrl, 'ben')]);
    const done = await importActivity(
      ana.client,
      generateActivity({ seed: 3, sport: 'WALKING', format: 'TCX', startedAt }),
    );
    const { workout } = await ben.client.run(WorkoutDocument, { id: done.workout?.id ?? '' });
    expect(workout).toBeNull();
  });
});

describe('a workout in a competition', () => {
  let ana: Person;
  let ben: Person;
  beforeAll(async () => {
    [ana, ben] = await Promise.all([newPersonForAll('ana'), newPersonForAll('ben')]);
  });
  const newPersonForAll = (name: string): Promise<Person> => newPerson(gatewayUrl, name);

  test('moves the leaderboard for a listener, earns tokens and a badge', async () => {
    const { id: competitionId } = await newCompetition(ana);
    await Promise.all([join(ana, competitionId), join(ben, competitionId)]);
    const updates = ben.client.listen(LeaderboardUpdatedDocument, { competitionId, first: 10 });
    const first = await updates.next();
    expect(first.value?.leaderboardUpdated.entries).toEqual([]);

    const activity = generateActivity({ seed: 4, sport: 'RUNNING', format: 'FIT', startedAt });
    await importActivity(ana.client, activity);
    for await (const { leaderboardUpdated } of updates) {
      if (leaderboardUpdated.entries.length === 0) continue;
      expect(leaderboardUpdated.entries[0]).toMatchObject({ rank: 1, participant: { username: ana.username } });
      break;
    }

    const { competition } = await ana.client.run(LeaderboardDocument, { competitionId, first: 10 });
    expect(competition?.leaderboard).toMatchObject({ participantCount: 2, final: false, viewerEntry: { rank: 1 } });
    const rewards = await until('tokens', async () => {
      const { viewer } = await ana.client.run(RewardsDocument, {});
      return viewer?.rewardAccount?.transactions.edges.length ? viewer.rewardAccount : undefined;
    });
    expect(Number(rewards.balanceTokens)).toBeGreaterThan(0);
    const badge = await until('the badge', async () => {
      const { viewer } = await ana.client.run(BadgesDocument, {});
      return viewer?.badges?.edges[0]?.node;
    });
    expect(badge).toMatchObject({ kind: 'BADGE', soulbound: true, owner: { username: ana.username } });
    const metadata = await fetch(`${gatewayUrl}/ipfs/${badge.metadataUri.replace('ipfs://', '')}`);
    expect(await metadata.json()).toMatchObject({ name: badge.title });
  });

  test('comes with a room for those who take part', async () => {
    const { id } = await newCompetition(ana);
    await join(ben, id);
    const roomId = await until('the room', async () => {
      const { competition } = await ben.client.run(CompetitionDocument, { id });
      return competition?.room?.id;
    });
    const events = ana.client.listen(RoomEventsDocument, { roomId });
    const heard = events.next();
    const input = { roomId, body: 'Good luck!', clientMessageId: 'first' };
    await until('the message to be heard', async () => {
      const { sendMessage } = await ben.client.run(SendMessageDocument, {
        input: { ...input, clientMessageId: String(Math.random()) },
      });
      expect(sendMessage.userErrors).toEqual([]);
      return Promise.race([heard, new Promise<undefined>((resolve) => setTimeout(resolve, 200, undefined))]);
    });
    expect((await heard).value?.roomEvent).toMatchObject({
      __typename: 'MessagePosted',
      message: { body: 'Good luck!' },
    });
    const { room } = await ana.client.run(RoomDocument, { id: roomId, last: 10 });
    expect(room?.messages.edges.at(-1)?.node).toMatchObject({ body: 'Good luck!', author: { username: ben.username } });
  });

  test('is closed to strangers when it is by invitation', async () => {
    const { id: competitionId } = await newCompetition(ana, { visibility: 'INVITE' });
    const { competition } = await ben.client.run(LeaderboardDocument, { competitionId, first: 1 });
    expect(competition).toBeNull();
    const listening = ben.client.listen(LeaderboardUpdatedDocument, { competitionId, first: 1 }).next();
    await expect(listening).rejects.toMatchObject({ codes: ['NOT_FOUND'] });
  });
});
