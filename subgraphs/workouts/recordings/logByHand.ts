import { v7 as uuidv7 } from 'uuid';
import { failpoint } from '#platform/failpoints.ts';
import type { ToldAnew } from '../domain/amend.ts';
import type { Sport } from '../domain/sport.ts';
import type { Visibility } from '../domain/visibility.ts';
import { analyseFile } from '../files/analyseFile.ts';
import { parseLaurel, writeLaurel } from '../files/laurel/laurelFile.ts';
import { findProfile } from '../profiles.ts';
import { recordingKeyOf, trackKeyOf } from '../store/objectKeys.ts';
import type { PersonProfile } from '../store/profiles.ts';
import { NOTHING_GIVEN, type Workout } from '../store/workoutDocument.ts';
import { entrySource } from '../store/workouts.ts';
import { requestFor } from './analysing.ts';
import type { ReadFile } from './figures.ts';
import { deleteUnnamed, noteComing } from './leftovers.ts';
import { flagsBeside, neighboursOf } from './neighbours.ts';
import { comingBeside, insertNew, newWorkout } from './newWorkout.ts';
import type { RecordingTools } from './tools.ts';

/** A workout as its owner tells it. */
export interface Entry {
  readonly ownerId: string;
  readonly sport: Sport;
  readonly startedAt: Date;
  readonly elapsedSeconds: number;
  readonly distanceMeters: number | null;
  readonly kilocalories: number | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly visibility: Visibility | null;
  /** As JSON. */
  readonly metrics: string | null;
  /** What the client calls it, so that it is kept once however often it is sent; null where it may be kept again. */
  readonly clientWorkoutId: string | null;
}

/**
 * Keeps what somebody tells as a workout, whatever others there are: what overlaps is flagged. Of the same `clientWorkoutId` it
 * answers with the workout kept before, whatever is told now.
 */
export async function logByHand(tools: RecordingTools, entry: Entry): Promise<Workout> {
  const { ownerId, startedAt, elapsedSeconds } = entry;
  const _id = uuidv7();
  const endedAt = new Date(startedAt.getTime() + elapsedSeconds * 1000);
  // Nothing else knows of what is stored before the workout is there. What fails may take effect all the same, a little later: so
  // it is left to those who clear away.
  const keys = [recordingKeyOf(_id), trackKeyOf(_id)];
  const coming = await noteComing(tools, { _id, ownerId, startedAt, endedAt }, keys);
  const workout = await add(tools, _id, entry);
  if (workout._id !== _id) await deleteUnnamed(tools, keys, workout._id);
  await tools.leftovers.settle(coming._id);
  return workout;
}

async function add(tools: RecordingTools, _id: string, entry: Entry): Promise<Workout> {
  const { ownerId, sport, title, description, metrics, clientWorkoutId } = entry;
  const sourceKey = clientWorkoutId === null ? `entry:${_id}` : entrySource(ownerId, clientWorkoutId);
  const profile = await findProfile({ ...tools, waitMs: tools.profileWaitMs }, ownerId, entry.visibility !== null);
  const file = await store(tools, _id, entry, profile);
  const visibility = entry.visibility ?? profile?.defaultVisibility ?? 'ONLY_ME';
  const said = { _id, ownerId, sourceKey, sport, title, description, visibility, metrics };
  return tools.oneAtATime(ownerId, async () => {
    const neighbours = await neighboursOf(tools, { id: _id, ownerId }, file.figures);
    const workout = newWorkout(said, file, flagsBeside(file.figures, neighbours), tools.now());
    const [isNew] = await insertNew(tools, [comingBeside(workout, neighbours)]);
    return kept(_id, isNew ? await tools.workouts.get(_id) : await tools.workouts.findBySource(sourceKey));
  });
}

/** Writes what is told as a recording, reads that, and keeps it with its track. */
async function store(
  tools: RecordingTools,
  id: string,
  entry: Entry,
  profile: PersonProfile | undefined,
): Promise<ReadFile> {
  const bytes = writeLaurel(fileOf(entry));
  const read = analyseFile(bytes, requestFor(tools, 'LAUREL', NOTHING_GIVEN, profile));
  if (read.kind === 'REFUSED') throw new Error(`what was told by hand is refused: ${read.code}`);
  const fileKey = recordingKeyOf(id);
  await tools.storage.put(fileKey, bytes);
  const trackKey = await tools.tracks.put(id, read.track);
  failpoint('workouts.entry.stored');
  return { figures: read.figures, source: 'MANUAL', fileKey, fileName: null, fileByteLength: null, trackKey };
}

function kept(id: string, workout: Workout | undefined): Workout {
  if (!workout) throw new Error(`workout ${id} is there, and is not`);
  return workout;
}

const fileOf = ({ sport, startedAt, elapsedSeconds, distanceMeters, kilocalories }: Entry) => ({
  laurel: 1 as const,
  byHand: true,
  sport,
  startedAt: startedAt.getTime(),
  elapsedSeconds,
  distanceMeters,
  kilocalories,
  timer: [],
  time: [],
  latitude: [],
  longitude: [],
  elevation: [],
  distance: [],
  heartRate: [],
  cadence: [],
  power: [],
});

/**
 * What is told anew of a workout told by hand, as a recording in place of that one.
 *
 * @throws when it cannot be read
 */
export function toldAnew(recording: Uint8Array, { startedAt, ...told }: ToldAnew): Uint8Array {
  const file = parseLaurel(recording);
  if (!file?.byHand) throw new Error('what was told by hand cannot be read');
  return writeLaurel({ ...file, ...told, startedAt: startedAt?.getTime() ?? file.startedAt });
}
