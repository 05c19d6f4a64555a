import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import {
  CreateApiKeyDocument,
  CreateUploadDocument,
  ScheduleWorkoutDocument,
  TrainingCalendarDocument,
} from '#client/__generated__/graphql.ts';
import { newPerson } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');

/** Everything that the processes have written to their logs. */
async function logs(): Promise<string> {
  const names = await readdir(inject('logDir'));
  return (await Promise.all(names.map((name) => readFile(path.join(inject('logDir'), name), 'utf8')))).join('\n');
}

test('no secret stands in a log: neither of a calendar, an upload or a key, nor a token or a password', async () => {
  const ana = await newPerson(gatewayUrl, 'ana');
  const plan = {
    sport: 'RUNNING' as const,
    startsAt: new Date(Date.now() + 86_400_000).toISOString(),
    timeZone: 'UTC',
  };
  await ana.client.run(ScheduleWorkoutDocument, { input: plan });
  const day = new Date().toISOString().slice(0, 10);
  const { viewer } = await ana.client.run(TrainingCalendarDocument, { from: day, to: day });
  const calendar = viewer?.trainingCalendarUrl ?? '';
  expect((await fetch(calendar)).status).toBe(200);
  // One that is wrong in its last letter fails, and is no less secret for that.
  expect((await fetch(calendar.replace(/.\.ics$/, '_.ics'))).status).toBe(404);
  const { createApiKey } = await ana.client.run(CreateApiKeyDocument, { input: { name: 'Watch' } });
  const { createUpload } = await ana.client.run(CreateUploadDocument, {
    input: { fileName: 'a.fit', byteLength: 5, purpose: 'WORKOUT_FILE' as const },
  });
  const target = createUpload.upload?.url ?? '';
  expect((await fetch(target, { method: 'PUT', body: 'wrong length' })).status).toBeGreaterThanOrEqual(400);
  const secrets = [
    calendar.split('.').at(-2) ?? '',
    new URL(target).search.slice(1),
    createApiKey.key ?? '',
    ana.accessToken,
    'correct horse battery staple',
  ];
  expect(secrets.every((secret) => secret.length > 20)).toBe(true);
  const written = await logs();
  expect(written.length).toBeGreaterThan(0);
  expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
});
