import {
  CreateApiKeyDocument,
  FinishWorkoutDocument,
  IngestDeviceDataDocument,
  PauseWorkoutDocument,
  RecordSamplesDocument,
  ResumeWorkoutDocument,
  StartWorkoutDocument,
  WorkoutDocument,
  WorkoutsInProgressDocument,
  type SampleInput,
} from '#client/__generated__/graphql.ts';
import { createLaurelClient, explain } from '#client/laurel.ts';
import type { Person } from '#client/people.ts';
import { seededRandom, type Random } from '../../fixtures/random.ts';
import { CITIES } from '../../fixtures/simulate.ts';
import { persistently } from './persistence.ts';

/** Few enough that a stream of all of them is not downsampled. */
const SAMPLES = 150;
const EVERY_MS = 5000;
const BATCH = 15;
/** The samples recorded in a pause: of those, nothing is kept. */
const PAUSE = { first: 60, last: 79 } as const;
const NO_PAUSE = { first: Infinity, last: -Infinity } as const;
const METERS_PER_DEGREE = 111_195.08;

/** A run north at 3 m/s: where and when each sample was taken. */
function samplesFrom(startedAt: number): SampleInput[] {
  const [city] = CITIES;
  return Array.from({ length: SAMPLES }, (_, i) => ({
    sequence: i,
    at: new Date(startedAt + i * EVERY_MS).toISOString(),
    latitude: city.latitude + (i * 15) / METERS_PER_DEGREE,
    longitude: city.longitude,
    heartRateBpm: 120 + (i % 30),
  }));
}

/** The samples in batches out of order, some of them sent twice, as over a bad line. */
function batchesOf(random: Random, samples: readonly SampleInput[]): SampleInput[][] {
  const batches = Array.from({ length: SAMPLES / BATCH }, (_, i) => samples.slice(i * BATCH, (i + 1) * BATCH));
  const sent = [...batches, random.pick([samples.slice(20, 50), ...batches])];
  return sent
    .map((batch) => ({ batch, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ batch }) => batch);
}

/** A pause begins after these samples and ends before the next, so that none lies on its edge. */
const edge = (startedAt: number, sample: number): string =>
  new Date(startedAt + (sample - 0.5) * EVERY_MS).toISOString();

/**
 * Records a workout as it happens, with a pause, though processes die on the way. @returns what is wrong with what became
 * of it, as sentences.
 */
export async function recordStubbornly({ client }: Person, seed: number, startedAt: number): Promise<string[]> {
  const began = new Date(startedAt).toISOString();
  // To begin is the one step that cannot be repeated blindly: who does not know whether it worked looks first.
  const workoutId = await persistently('a start', async () => {
    const { viewer } = await client.run(WorkoutsInProgressDocument, {});
    const running = viewer?.workoutsInProgress?.find((each) => each.startedAt === began);
    if (running) return running.id;
    const { startWorkout } = await client.run(StartWorkoutDocument, { input: { sport: 'RUNNING', startedAt: began } });
    return present(startWorkout.workout, startWorkout.userErrors).id;
  });
  for (const [i, batch] of batchesOf(seededRandom(seed), samplesFrom(startedAt)).entries()) {
    if (i === 3) await turn(client, workoutId, 'pause', edge(startedAt, PAUSE.first));
    if (i === 6) await turn(client, workoutId, 'resume', edge(startedAt, PAUSE.last + 1));
    await persistently('samples', async () => {
      const { recordSamples } = await client.run(RecordSamplesDocument, { input: { workoutId, samples: batch } });
      present(recordSamples.workout, recordSamples.userErrors);
    });
  }
  const { id } = await persistently('an end', async () => {
    const { finishWorkout } = await client.run(FinishWorkoutDocument, { input: { workoutId } });
    return present(finishWorkout.workout, finishWorkout.userErrors);
  });
  return id === workoutId ? checked(client, id, PAUSE) : [`workout ${workoutId} became ${id}`];
}

type Client = Person['client'];

async function turn(client: Client, workoutId: string, to: 'pause' | 'resume', at: string): Promise<void> {
  const input = { workoutId, at };
  await persistently(`to ${to}`, async () => {
    const { workout, userErrors } =
      to === 'pause'
        ? (await client.run(PauseWorkoutDocument, { input })).pauseWorkout
        : (await client.run(ResumeWorkoutDocument, { input })).resumeWorkout;
    present(workout, userErrors);
  });
}

/** Sends a batch of a device by an API key, though processes die on the way. @returns what is wrong with the workout. */
export async function sendStubbornly(
  gatewayUrl: string,
  person: Person,
  seed: number,
  startedAt: number,
): Promise<string[]> {
  const device = createLaurelClient(gatewayUrl);
  await persistently('a key', async () => {
    const { createApiKey } = await person.client.run(CreateApiKeyDocument, { input: { name: 'Strap' } });
    device.authenticate(createApiKey.key ?? undefined);
    present(createApiKey.key, createApiKey.userErrors);
  });
  const send = (samples: SampleInput[], last: boolean) =>
    persistently('a batch', async () => {
      const input = { deviceId: 'strap', batchId: String(startedAt), sport: 'RUNNING' as const, samples, last };
      const { ingestDeviceData } = await device.run(IngestDeviceDataDocument, { input });
      present(ingestDeviceData.acceptedSamples, ingestDeviceData.userErrors);
      return ingestDeviceData.workout?.id;
    });
  for (const batch of batchesOf(seededRandom(seed), samplesFrom(startedAt))) await send(batch, false);
  const id = await send([], true);
  return id === undefined ? ['a closed batch became nothing'] : checked(person.client, id, NO_PAUSE);
}

/** Whether every sample that was acknowledged, but those of the pause, is in the workout. */
async function checked(client: Client, id: string, pause: { first: number; last: number }): Promise<string[]> {
  const { workout } = await persistently('to look', () => client.run(WorkoutDocument, { id }));
  const should = samplesFrom(0).flatMap(({ sequence, heartRateBpm }) =>
    sequence >= pause.first && sequence <= pause.last ? [] : [heartRateBpm],
  );
  const found = workout?.streams.find(({ kind }) => kind === 'HEART_RATE')?.values ?? [];
  if (found.join() === should.join()) return [];
  return [`workout ${id} has ${found.length} of ${should.length} samples, or others`];
}

function present<Value>(value: Value | null | undefined, problems: Parameters<typeof explain>[0]): Value {
  if (value === null || value === undefined) throw new Error(explain(problems));
  return value;
}
