import { randomUUID } from 'node:crypto';
import { print } from 'graphql';
import { expect, inject, test } from 'vitest';
import { ImportWorkoutDocument } from '#client/__generated__/graphql.ts';
import { REQUEST_ID_HEADER } from '#platform/telemetry/log.ts';
import { openTestStream } from '#platform/testing/streams.ts';
import { generateActivity } from '../fixtures/generate.ts';
import { newPerson } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');

test('a request id goes from the client through the import into its event, and on into what a consumer writes', async () => {
  const ana = await newPerson(gatewayUrl, 'ana');
  const { fileName, bytes } = generateActivity({ seed: 31, sport: 'RUNNING', format: 'FIT', startedAt: new Date() });
  const uploadId = await ana.client.upload(fileName, bytes);
  const requestId = randomUUID();
  const response = await fetch(`${gatewayUrl}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${ana.accessToken}`,
      [REQUEST_ID_HEADER]: requestId,
    },
    body: JSON.stringify({ query: print(ImportWorkoutDocument), variables: { input: { uploadId } } }),
  });
  expect(response.headers.get(REQUEST_ID_HEADER)).toBe(requestId);

  const stream = await openTestStream(inject('natsUrl'));
  // Published by workouts, in whose queue the import waited.
  const completed = await stream.find('events.workouts.WorkoutCompleted.*', (event) => event.requestid === requestId);
  expect(completed).toMatchObject({ source: 'workouts', data: { ownerId: ana.id } });
  // Published by rewards, whose consumer heard that.
  const unlocked = await stream.find('events.rewards.AchievementUnlocked.*', (event) => event.requestid === requestId);
  expect(unlocked).toMatchObject({ source: 'rewards', data: { userId: ana.id, code: 'FIRST_WORKOUT' } });
});
