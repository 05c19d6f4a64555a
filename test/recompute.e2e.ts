import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import mongoose from 'mongoose';
import { expect, inject, test } from 'vitest';
import { generateActivity } from '../fixtures/generate.ts';
import { importActivity } from '#client/activities.ts';
import { LeaderboardDocument, UpdateWorkoutDocument, WorkoutDocument } from '#client/__generated__/graphql.ts';
import type { Person } from '#client/people.ts';
import { freePort } from '#platform/freePorts.ts';
import { until } from '#platform/testing/until.ts';
import { root } from '#services/config.ts';
import { join, newCompetition } from './support/competitions.ts';
import { newPerson } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');

/** Runs what `npm run recompute` runs. */
async function recompute(environment: Readonly<Record<string, string>>) {
  const child = spawn('npm', ['run', 'recompute', '--silent'], { cwd: root, env: { ...process.env, ...environment } });
  const [told, wrong, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { told, wrong, code: Number(code) };
}

/** Makes it so that an older version of the formulas seems to have computed a workout. */
async function asComputedBefore(workoutId: string, figures: Readonly<Record<string, unknown>>): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(inject('mongoUrl')).connect();
  try {
    const workouts = client.db('laurel_workouts').collection<{ _id: string }>('workouts');
    await workouts.updateOne({ _id: workoutId }, { $set: { formulaVersion: 0, ...figures } });
  } finally {
    await client.close();
  }
}

async function scoreOf({ client }: Person, competitionId: string): Promise<number | undefined> {
  const { competition } = await client.run(LeaderboardDocument, { competitionId, first: 10 });
  return competition?.leaderboard?.entries.edges[0]?.node.score;
}

test('workouts of an older version of the formulas are computed anew beside the running stack, and boards follow', async () => {
  const ana = await newPerson(gatewayUrl, 'ana');
  const { id: competitionId } = await newCompetition(ana);
  await join(ana, competitionId);
  const startedAt = new Date('2026-03-01T06:30:00.000Z');
  const { workout } = await importActivity(ana.client, generateActivity({ seed: 77, sport: 'RUNNING', startedAt }));
  const [id, distance] = [workout?.id ?? '', workout?.distanceMeters ?? 0];
  await until('the score', async () => (await scoreOf(ana, competitionId)) === distance);

  await asComputedBefore(id, { distanceMeters: 1 });
  // Others hear of the older figure with the next change.
  await ana.client.run(UpdateWorkoutDocument, { input: { workoutId: id, visibility: 'EVERYONE' } });
  await until('the older score', async () => (await scoreOf(ana, competitionId)) === 1);

  const done = await recompute({
    NATS_URL: inject('natsUrl'),
    MONGO_URL: inject('mongoUrl'),
    LAUREL_DATA_DIR: inject('dataDir'),
  });
  expect(done.told).toContain('1 workouts computed anew, 0 could not be.');
  expect(done.code).toBe(0);
  await until('the score again', async () => (await scoreOf(ana, competitionId)) === distance);
  const { workout: shown } = await ana.client.run(WorkoutDocument, { id });
  expect(shown).toMatchObject({ distanceMeters: distance, visibility: 'EVERYONE' });
});

test('without a stack, that is said in a sentence', async () => {
  const nowhere = `nats://127.0.0.1:${await freePort()}`;
  const { told, wrong, code } = await recompute({ NATS_URL: nowhere, MONGO_URL: inject('mongoUrl') });
  expect([told, wrong.trim(), code]).toEqual([
    '',
    `NATS does not answer at ${new URL(nowhere).host}: is the stack running?`,
    1,
  ]);
});
