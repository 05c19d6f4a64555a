import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { openBroker } from '#platform/events/broker.ts';
import { createService } from '#platform/lifecycle.ts';
import { openMongo, type Mongo } from '#platform/mongo/connection.ts';
import { openTestStream } from '#platform/testing/streams.ts';
import { openRecordingTools } from '../recordings/openTools.ts';
import { FORMULA_VERSION } from '../domain/figures.ts';
import { trackOf } from '../recordings/trackOf.ts';
import { recomputeOutdated, type Recomputed } from '../recordings/recompute.ts';
import { statisticsOf } from './asking.ts';
import { run } from './liveSupport.ts';
import { gpx } from './runFiles.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { activity, importBytes } from './uploading.ts';

const workouts = useWorkouts();

async function tools() {
  const { service, close } = createService('workouts-recompute', 'silent');
  onTestFinished(close);
  const broker = await openBroker(service, workouts.nats.url);
  const mongo = await openMongo(service, workouts.config.MONGO_URL);
  return { mongo, tools: await openRecordingTools(service, workouts.config, broker) };
}

const setIn = (mongo: Mongo, _id: string, $set: object) =>
  mongo.run((database) => database.collection<{ _id: string }>('workouts').updateOne({ _id }, { $set }));

describe('workouts of an older version of the formulas', () => {
  it('are computed anew once, with what their owners said, and others are told', async () => {
    const owner = somebody();
    const made = await importBytes(workouts.url, owner, activity({ durationSeconds: 300 }).bytes);
    const id = made.workout?.id ?? '';
    const update = 'mutation($input: UpdateWorkoutInput!) { updateWorkout(input: $input) { userErrors { code } } }';
    await query(workouts.url, owner, update, { input: { workoutId: id, sport: 'TRAIL_RUNNING', title: 'Mine' } });
    const { mongo, tools: opened } = await tools();
    const older = { formulaVersion: FORMULA_VERSION - 1, elapsedSeconds: 1 };
    await setIn(mongo, id, older);
    const told: Recomputed[] = [];
    expect(await recomputeOutdated(opened, (progress) => told.push(progress))).toEqual({ done: 1, failed: 0 });
    expect(told).toEqual([{ done: 1, failed: 0 }]);
    expect(await opened.workouts.get(id)).toMatchObject({
      formulaVersion: FORMULA_VERSION,
      elapsedSeconds: 300,
      sport: 'TRAIL_RUNNING',
      title: 'Mine',
      version: 3,
    });
    expect(await statisticsOf(workouts.url, owner)).toMatchObject({ totalWorkouts: 1, totalElapsedSeconds: 300 });
    const stream = await openTestStream(workouts.nats.url);
    await stream.next(`events.workouts.WorkoutChanged.${id}`);
    expect(await recomputeOutdated(opened, () => undefined)).toEqual({ done: 0, failed: 0 });
  });

  it('have the energy that was told by hand before they were recorded', async () => {
    const owner = somebody();
    const { samples, startedAt, meters } = run(600);
    const told = { sport: 'RUNNING', startedAt, elapsedSeconds: 600, distanceMeters: meters, kilocalories: 133 };
    const log = 'mutation($input: LogWorkoutInput!) { logWorkout(input: $input) { userErrors { code } } }';
    await query(workouts.url, owner, log, { input: told });
    const made = await importBytes(workouts.url, owner, gpx({ samples, startedAt, meters }));
    const id = made.workout?.id ?? '';
    const { mongo, tools: opened } = await tools();
    await setIn(mongo, id, { formulaVersion: 0, energy: null });
    expect(await recomputeOutdated(opened, () => undefined)).toEqual({ done: 1, failed: 0 });
    expect(await opened.workouts.get(id)).toMatchObject({
      source: 'FILE',
      energy: { kilocalories: 133, source: 'MANUAL' },
    });
  });

  it('that come to the same are not told of again', async () => {
    const owner = somebody();
    const made = await importBytes(workouts.url, owner, activity({ durationSeconds: 300 }).bytes);
    const id = made.workout?.id ?? '';
    const { mongo, tools: opened } = await tools();
    await setIn(mongo, id, { formulaVersion: 0 });
    const known = await opened.workouts.get(id);
    expect(await recomputeOutdated(opened, () => undefined)).toEqual({ done: 1, failed: 0 });
    const computed = await opened.workouts.get(id);
    expect(computed).toMatchObject({ formulaVersion: FORMULA_VERSION, version: 2 });
    // That it was completed may still wait to be noted as told.
    expect(computed?.pendingEvents.filter(({ subject }) => subject.includes('WorkoutChanged'))).toEqual([]);
    // Who had read the workout before still finds its track.
    if (!known) throw new Error('no workout');
    expect((await trackOf(opened, known)).length).toBeGreaterThan(50);
    const stream = await openTestStream(workouts.nats.url);
    await stream.next(`events.workouts.WorkoutCompleted.${id}`);
    expect(await stream.count(`events.workouts.WorkoutChanged.${id}`)).toBe(0);
  });

  it('stay what they were where a recording in our format was uploaded, while such were taken', async () => {
    const owner = somebody();
    const log = 'mutation($input: LogWorkoutInput!) { logWorkout(input: $input) { workout { id } } }';
    const input = { sport: 'YOGA', startedAt: '2026-05-01T06:30:00Z', elapsedSeconds: 1800, kilocalories: 100 };
    const { logWorkout } = await query(workouts.url, owner, log, { input });
    const { id } = z.object({ workout: z.object({ id: z.string() }) }).parse(logWorkout).workout;
    const { mongo, tools: opened } = await tools();
    await setIn(mongo, id, { formulaVersion: 0, source: 'FILE' });
    expect(await recomputeOutdated(opened, () => undefined)).toEqual({ done: 1, failed: 0 });
    expect(await opened.workouts.get(id)).toMatchObject({ format: 'LAUREL', source: 'FILE', elapsedSeconds: 1800 });
  });

  it('whose recording is gone stay as they are, and are counted', async () => {
    const owner = somebody();
    const made = await importBytes(workouts.url, owner, activity({ durationSeconds: 300 }).bytes);
    const id = made.workout?.id ?? '';
    const { mongo, tools: opened } = await tools();
    await setIn(mongo, id, { formulaVersion: 0, fileKey: 'gone' });
    expect(await recomputeOutdated(opened, () => undefined)).toEqual({ done: 0, failed: 1 });
    expect(await opened.workouts.get(id)).toMatchObject({ formulaVersion: 0, elapsedSeconds: 300 });
  });
});
