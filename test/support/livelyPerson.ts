import sharp from 'sharp';
import { expect } from 'vitest';
import { z } from 'zod';
import { generateActivity } from '../../fixtures/generate.ts';
import { importActivity } from '#client/activities.ts';
import {
  AddWorkoutPhotoDocument,
  CompetitionDocument,
  LeaderboardDocument,
  RewardsDocument,
  SendMessageDocument,
  UpdateProfileDocument,
} from '#client/__generated__/graphql.ts';
import type { Person } from '#client/people.ts';
import { until } from '#platform/testing/until.ts';
import { join, newCompetition } from './competitions.ts';
import { newPerson, password } from './people.ts';
import { leaveAlone, leaveWords, logInBy, mutate, quarrelAbout } from './traceLeaving.ts';

const startedAt = new Date('2026-05-01T06:30:00.000Z');

/** Somebody who has left something in every domain, some of it beside `ben`. */
export async function livelyPerson(gatewayUrl: string, ben: Person) {
  const ana = await newPerson(gatewayUrl, 'quetzal');
  const body = { birthDate: '1971-02-28', weightKilograms: 61.2345678, heightCentimeters: 171.8765 };
  const input = { displayName: `Itzel ${ana.username.slice(8)} Xochitl`, restingHeartRateBpm: 47, ...body };
  const { updateProfile } = await ana.client.run(UpdateProfileDocument, { input });
  expect(updateProfile.userErrors).toEqual([]);
  const { id: competitionId } = await newCompetition(ana);
  await Promise.all([join(ana, competitionId), join(ben, competitionId)]);
  const activity = generateActivity({ seed: 71, sport: 'RUNNING', format: 'FIT', startedAt });
  const { workout } = await importActivity(ana.client, { ...activity, fileName: `run of ${ana.username}.fit` });
  const photoUrl = await takePhoto(gatewayUrl, ana, workout?.id ?? '');
  const roomId = await until('the room', async () => {
    const { competition } = await ben.client.run(CompetitionDocument, { id: competitionId });
    return competition?.room?.id;
  });
  await until('a message in it', async () => {
    const { sendMessage } = await ana.client.run(SendMessageDocument, {
      input: { roomId, body: 'Good luck!', clientMessageId: 'one' },
    });
    return sendMessage.message;
  });
  await until('an entry', async () => (await boardOf(ben, competitionId)).includes(ana.username));
  await until('tokens', async () => {
    const { viewer } = await ana.client.run(RewardsDocument, {});
    return viewer?.rewardAccount?.transactions.edges.length;
  });
  // What others record stands beside it on the broker's disk.
  await moveAbout(gatewayUrl, ben, elsewhere);
  const given = await moveAbout(gatewayUrl, ana);
  await mutate(gatewayUrl, ana.accessToken, [
    `abandonWorkout(input: { workoutId: "${given}" }) { userErrors { code } }`,
  ]);
  await moveAbout(gatewayUrl, ana);
  await moveAbout(gatewayUrl, ben, elsewhere);
  const mark = `xochiquetzal${ana.username.slice(8)}`;
  const deviceKey = await leaveWords(gatewayUrl, ana, mark, somewhere);
  const program = `xochiprogram${ana.username.slice(8)}/1.0 (phone)`;
  await logInBy(gatewayUrl, ana, password, program);
  const lonely = `xochilonely${ana.username.slice(8)}`;
  await leaveAlone(gatewayUrl, ana, lonely, password);
  await quarrelAbout(gatewayUrl, mark, password);
  const { id: enemyId, accessToken } = await newPerson(gatewayUrl, 'cem');
  await mutate(gatewayUrl, accessToken, [`blockUser(input: { userId: "${ana.id}" }) { userErrors { code } }`]);
  const words = [
    ...[String(somewhere.latitude), mark, input.displayName, ...Object.values(body).map(String)],
    ...['63.4567891', '12345.678', '1234.5', lonely, program],
  ];
  return {
    ana,
    competitionId,
    roomId,
    workoutId: workout?.id ?? '',
    photoUrl,
    deviceKey,
    enemyId,
    mark,
    lonely,
    words,
  };
}

/** Puts a photo on a workout. @returns its address, as it is reached from here. */
async function takePhoto(gatewayUrl: string, { client }: Person, workoutId: string): Promise<string> {
  const bytes = await sharp({ create: { width: 400, height: 300, channels: 3, background: 'olive' } })
    .jpeg()
    .toBuffer();
  const uploadId = await client.upload('summit.jpg', bytes, 'WORKOUT_PHOTO');
  const { addWorkoutPhoto } = await client.run(AddWorkoutPhotoDocument, { input: { workoutId, uploadId } });
  expect(addWorkoutPhoto.userErrors).toEqual([]);
  return new URL(new URL(addWorkoutPhoto.photo?.url ?? '').pathname, gatewayUrl).href;
}

/** Where they were, to look for. */
export const somewhere = { latitude: 46.05123987, longitude: 14.50612345 };
const elsewhere = { latitude: 45.54321987, longitude: 13.73612345 };

/** Leaves a workout running, with a sample of where somebody is. @returns its id */
async function moveAbout(
  gatewayUrl: string,
  { accessToken }: Person,
  { latitude, longitude } = somewhere,
): Promise<string> {
  const [begun] = await mutate(gatewayUrl, accessToken, [
    'startWorkout(input: { sport: RUNNING }) { workout { id } userErrors { code } }',
  ]);
  const { id } = z.object({ workout: z.object({ id: z.string() }) }).parse(begun).workout;
  const sample = `{ sequence: 1, at: "${new Date().toISOString()}", latitude: ${latitude}, longitude: ${longitude} }`;
  const input = `{ workoutId: "${id}", samples: [${sample}] }`;
  await mutate(gatewayUrl, accessToken, [`recordSamples(input: ${input}) { userErrors { code } }`]);
  return id;
}

/** Who stands on the board of a competition, by username. */
export async function boardOf({ client }: Person, competitionId: string): Promise<(string | undefined)[]> {
  const { competition } = await client.run(LeaderboardDocument, { competitionId, first: 10 });
  return competition?.leaderboard?.entries.edges.map(({ node }) => node.participant?.username) ?? [];
}
