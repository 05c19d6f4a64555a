import sharp from 'sharp';
import { describe, expect, inject, test } from 'vitest';
import { generateActivity } from '../fixtures/generate.ts';
import { importActivity } from '#client/activities.ts';
import {
  AcceptFriendDocument,
  AddPrivacyZoneDocument,
  CreateUploadDocument,
  GoalAchievedDocument,
  GoalsDocument,
  RequestFriendDocument,
  SetGoalDocument,
  UpdatePrivacyDocument,
  UpdateWorkoutDocument,
  UserAvatarDocument,
  WorkoutDocument,
  WorkoutsOfUserDocument,
} from '#client/__generated__/graphql.ts';
import { createLaurelClient } from '#client/laurel.ts';
import { until } from '#platform/testing/until.ts';
import { newPerson } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');

describe('a goal', () => {
  test('is achieved by workouts, and told the moment it happens, once, and again to who asks for it', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const targetDate = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const startDate = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10);
    /** Listens, does something, and answers which achievement is told first. */
    const toldAfter = async (action: () => Promise<unknown>): Promise<string | undefined> => {
      const achievements = ana.client.listen(GoalAchievedDocument, {});
      const first = achievements.next();
      await action();
      const { value } = await first;
      await achievements.return?.();
      return value?.goalAchieved.id;
    };
    const input = { metric: 'DISTANCE' as const, targetValue: 1000, startDate, targetDate };
    const { setGoal } = await ana.client.run(SetGoalDocument, { input });
    expect(setGoal).toMatchObject({ userErrors: [], goal: { status: 'ACTIVE', currentValue: 0 } });
    const startedAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 2 * 86_400_000);
    const told = await toldAfter(() =>
      importActivity(ana.client, generateActivity({ seed: 71, sport: 'RUNNING', startedAt })),
    );
    expect(told).toBe(setGoal.goal?.id);
    let second: string | undefined;
    const toldNext = await toldAfter(async () => {
      const counted = { ...input, metric: 'WORKOUT_COUNT' as const, targetValue: 1 };
      second = (await ana.client.run(SetGoalDocument, { input: counted })).setGoal.goal?.id;
    });
    expect(toldNext).toBe(second);
    // Whoever did not get them asks for all after the last that they got.
    const again = ana.client.listen(GoalAchievedDocument, { after: 0 });
    for (const [index, id] of [told, second].entries()) {
      expect((await again.next()).value).toMatchObject({ goalAchieved: { id, achievementNumber: index + 1 } });
    }
    await again.return?.();
    const { viewer } = await ana.client.run(GoalsDocument, {});
    expect(viewer?.goals.edges.map(({ node }) => node.status)).toEqual(['ACHIEVED', 'ACHIEVED']);
  });
});

describe('privacy', () => {
  test('holds for friends, strangers and everybody, along every way to a workout', async () => {
    const [ana, ben, cid] = await Promise.all(['ana', 'ben', 'cid'].map((name) => newPerson(gatewayUrl, name)));
    if (!ana || !ben || !cid) throw new Error('nobody came');
    const startedAt = new Date('2026-04-01T06:30:00.000Z');
    const done = await importActivity(ana.client, generateActivity({ seed: 72, sport: 'RUNNING', startedAt }));
    const id = done.workout?.id ?? '';
    await ana.client.run(UpdateWorkoutDocument, { input: { workoutId: id, visibility: 'FRIENDS' } });
    const listed = async (who: typeof ben.client): Promise<string[]> => {
      const { user } = await who.run(WorkoutsOfUserDocument, { id: ana.id, first: 10 });
      return user?.workouts?.edges.map(({ node }) => node.id) ?? [];
    };
    expect((await ben.client.run(WorkoutDocument, { id })).workout).toBeNull();
    await ben.client.run(RequestFriendDocument, { input: { userId: ana.id } });
    await ana.client.run(AcceptFriendDocument, { input: { userId: ben.id } });
    await until('the friend to see it', async () => (await ben.client.run(WorkoutDocument, { id })).workout);
    expect(await listed(ben.client)).toEqual([id]);
    for (const who of [cid.client, createLaurelClient(gatewayUrl)]) {
      expect((await who.run(WorkoutDocument, { id })).workout).toBeNull();
      expect(await listed(who)).toEqual([]);
    }
    const { workout: whole } = await ana.client.run(WorkoutDocument, { id });
    await ana.client.run(UpdatePrivacyDocument, { input: { heartRate: 'ONLY_ME' } });
    const { south = 0, west = 0 } = whole?.route?.bounds ?? {};
    const { addPrivacyZone } = await ana.client.run(AddPrivacyZoneDocument, {
      input: { latitude: south, longitude: west, radiusMeters: 1000 },
    });
    expect(addPrivacyZone.userErrors).toEqual([]);
    await until('heart rates to be kept back', async () => {
      const { workout } = await ben.client.run(WorkoutDocument, { id });
      return workout?.heartRate === null && workout.streams.every(({ kind }) => kind !== 'HEART_RATE');
    });
    expect((await ana.client.run(WorkoutDocument, { id })).workout).toEqual(whole);
  });
});

describe('a picture', () => {
  test('is shown as soon as its bytes have come', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const bytes = await sharp({ create: { width: 90, height: 60, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const { createUpload } = await ana.client.run(CreateUploadDocument, {
      input: { fileName: 'me.png', byteLength: bytes.length, purpose: 'AVATAR' },
    });
    const { upload } = createUpload;
    const sent = await fetch(upload?.url ?? '', { method: 'PUT', body: Buffer.from(bytes) });
    expect(sent.status).toBe(200);
    const url = await until(
      'the picture',
      async () => (await ana.client.run(UserAvatarDocument, { id: ana.id })).user?.avatarUrl,
    );
    const shown = await fetch(url);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp']);
  });
});
