import type { WorkoutFigures } from '../domain/figures.ts';
import type { AnalysedFile, FileRequest } from '../files/analyseFile.ts';
import { bodyOf, findProfile } from '../profiles.ts';
import type { FileWriter } from '../files/readRecording.ts';
import type { PersonProfile } from '../store/profiles.ts';
import type { Workout } from '../store/workoutDocument.ts';
import type { RecordingTools } from './tools.ts';

/** A recording may be as large as 36 hours of samples are, whatever files may be. */
const LARGEST_RECORDING_BYTES = 64 * 1024 * 1024;

/** What a recording is read with. The zone of a workout that is there stays, wherever its owner has gone since. */
export const requestFor = (
  { now, maxBytes }: Pick<RecordingTools, 'now' | 'maxBytes'>,
  writtenBy: FileWriter,
  given: Workout['given'],
  profile: PersonProfile | undefined,
  timeZone: string | undefined = profile?.timeZone,
): FileRequest => ({
  writtenBy,
  now: now().getTime(),
  maxBytes: Math.max(maxBytes, LARGEST_RECORDING_BYTES),
  sport: given.sport,
  givenTimes:
    given.startedAt !== null && given.elapsedSeconds !== null
      ? { startedAt: given.startedAt.getTime(), elapsedSeconds: given.elapsedSeconds }
      : null,
  told: { distanceMeters: given.distanceMeters, kilocalories: given.kilocalories },
  timeZone,
  ...(profile ? { profile: bodyOf(profile) } : {}),
});

/** Of a workout, what its recording is read by. */
type ReadBy = Pick<Workout, '_id' | 'ownerId' | 'given' | 'timeZone'>;

/**
 * Reads a recording as that of a workout that is there: with what its owner has given, and in the zone it has.
 *
 * @throws when there is none, or it cannot be read
 */
export async function readAs(
  tools: Pick<RecordingTools, 'now' | 'maxBytes' | 'reader' | 'profiles' | 'toldProfile' | 'notices' | 'log'>,
  { _id, ownerId, given, timeZone }: ReadBy,
  bytes: Uint8Array | undefined,
  writtenBy: FileWriter,
): Promise<AnalysedFile> {
  if (!bytes) throw new Error(`the recording of workout ${_id} is not there`);
  const profile = await findProfile({ ...tools, waitMs: 0 }, ownerId, true);
  const read = await tools.reader.read(bytes, requestFor(tools, writtenBy, given, profile, timeZone));
  if (read.kind === 'REFUSED') throw new Error(`the recording of workout ${_id} cannot be read: ${read.code}`);
  return read;
}

/** Whether a recording with times of its own, beside which nothing was told, was read as if it were that of a workout already. */
export const isReadAs = (
  figures: WorkoutFigures,
  { given: { sport, distanceMeters, kilocalories }, timeZone }: Pick<ReadBy, 'given' | 'timeZone'>,
): boolean =>
  figures.sport === (sport ?? figures.sport) &&
  figures.timeZone === timeZone &&
  distanceMeters === null &&
  kilocalories === null;
