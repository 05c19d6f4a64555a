import { v7 as uuidv7 } from 'uuid';
import { failpoint } from '#platform/failpoints.ts';
import { asksForRecount } from '../domain/crossChecks.ts';
import { listPositionOf } from '../domain/listPosition.ts';
import type { Sport } from '../domain/sport.ts';
import { titleOf } from '../domain/title.ts';
import type { Visibility } from '../domain/visibility.ts';
import { analyseFile } from '../files/analyseFile.ts';
import { writeLaurel } from '../files/laurel/laurelFile.ts';
import { findProfile } from '../profiles.ts';
import { recordingKeyOf } from '../store/objectKeys.ts';
import { NOTHING_GIVEN, type NewWorkout, type Workout } from '../store/workoutDocument.ts';
import { flagsBeside, neighboursOf, requestFor } from './analysing.ts';
import { completedEvents } from './events.ts';
import { neighbourOf, recordedFigures } from './figures.ts';
import { clearLeftover, noteComing } from './leftovers.ts';
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
  const profile = await findProfile({ ...tools, waitMs: tools.profileWaitMs }, entry.ownerId);
  const bytes = writeLaurel(fileOf(entry));
  const read = analyseFile(bytes, requestFor(tools, NOTHING_GIVEN, profile));
  if (read.kind === 'REFUSED') throw new Error(`what was told by hand is refused: ${read.code}`);
  const id = uuidv7();
  const fileKey = recordingKeyOf(id);
  await tools.storage.put(fileKey, bytes);
  const trackKey = await tools.tracks.put(id, read.track);
  failpoint('workouts.entry.stored');
  return tools.oneAtATime(entry.ownerId, async () => {
    const neighbours = await neighboursOf(tools, { id, ownerId: entry.ownerId }, read.figures);
    const flags = flagsBeside(read.figures, neighbours);
    const recording = recordedFigures(
      { figures: read.figures, source: 'MANUAL', fileKey, fileName: null, fileByteLength: null, trackKey, sha256: '' },
      flags,
    );
    const now = tools.now();
    const workout: NewWorkout = {
      _id: id,
      ownerId: entry.ownerId,
      version: 1,
      sourceKey: `entry:${id}`,
      importId: null,
      given: { ...NOTHING_GIVEN, sport: entry.sport },
      metrics: entry.metrics,
      title: entry.title ?? titleOf(read.figures),
      isTitleGiven: entry.title !== null,
      visibility: entry.visibility ?? profile?.defaultVisibility ?? 'ONLY_ME',
      createdAt: now,
      listPosition: listPositionOf(recording.startedAt, now, id),
      formerMonths: [],
      photos: [],
      ...recording,
    };
    const place = neighbourOf(workout);
    const isRecounted = place !== undefined && asksForRecount(place, neighbours, flags);
    const coming = isRecounted ? await noteComing(tools, workout) : undefined;
    await tools.workouts.insert(workout, completedEvents(workout, now));
    failpoint('workouts.entry.inserted');
    tools.wakeRelay();
    if (coming) await clearLeftover(tools, coming);
    return kept(tools, id);
  });
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
