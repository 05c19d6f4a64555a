import { v7 as uuidv7 } from 'uuid';
import { failpoint } from '#platform/failpoints.ts';
import type { Sport } from '../domain/sport.ts';
import type { Visibility } from '../domain/visibility.ts';
import { analyseFile } from '../files/analyseFile.ts';
import { writeLaurel } from '../files/laurel/laurelFile.ts';
import { findProfile } from '../profiles.ts';
import { recordingKeyOf, trackKeyOf } from '../store/objectKeys.ts';
import type { PersonProfile } from '../store/profiles.ts';
import { NOTHING_GIVEN, type Workout } from '../store/workoutDocument.ts';
import { requestFor } from './analysing.ts';
import type { ReadFile } from './figures.ts';
import { noteComing } from './leftovers.ts';
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
  readonly visibility: Visibility | null;
  /** As JSON. */
  readonly metrics: string | null;
}

/** Keeps what somebody tells as a workout, whatever others there are: what overlaps is flagged. */
export async function logByHand(tools: RecordingTools, entry: Entry): Promise<Workout> {
  const { ownerId, startedAt, elapsedSeconds } = entry;
  const _id = uuidv7();
  const endedAt = new Date(startedAt.getTime() + elapsedSeconds * 1000);
  // Nothing else knows of what is stored before the workout is there. What fails may take effect all the same, a little later: so
  // it is left to those who clear away.
  const keys = [recordingKeyOf(_id), trackKeyOf(_id)];
  const coming = await noteComing(tools, { _id, ownerId, startedAt, endedAt }, keys);
  const workout = await add(tools, _id, entry);
  await tools.leftovers.settle(coming._id);
  return workout;
}

async function add(tools: RecordingTools, _id: string, entry: Entry): Promise<Workout> {
  const { ownerId, sport, title, metrics } = entry;
  const profile = await findProfile({ ...tools, waitMs: tools.profileWaitMs }, ownerId, entry.visibility !== null);
  const file = await store(tools, _id, entry, profile);
  const visibility = entry.visibility ?? profile?.defaultVisibility ?? 'ONLY_ME';
  const said = { _id, ownerId, sourceKey: `entry:${_id}`, sport, title, visibility, metrics };
  return tools.oneAtATime(ownerId, async () => {
    const neighbours = await neighboursOf(tools, { id: _id, ownerId }, file.figures);
    const workout = newWorkout(said, file, flagsBeside(file.figures, neighbours), tools.now());
    await insertNew(tools, [comingBeside(workout, neighbours)]);
    return kept(tools, _id);
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

async function kept({ workouts }: RecordingTools, id: string): Promise<Workout> {
  const workout = await workouts.get(id);
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
