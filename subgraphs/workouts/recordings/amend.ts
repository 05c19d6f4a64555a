import { failpoint } from '#platform/failpoints.ts';
import { listPositionOf } from '../domain/listPosition.ts';
import { changedEvents, completedEvents, recordedFigures } from '../imports/makeWorkout.ts';
import { findProfile } from '../imports/profiles.ts';
import type { Workout, WorkoutChanges } from '../store/workoutDocument.ts';
import { flagsBeside, neighboursOf, requestFor } from './analysing.ts';
import type { RecordingTools } from './tools.ts';

/** What an owner may say anew of a workout; undefined where nothing was said. */
export type Amendment = Partial<Pick<Workout, 'title' | 'visibility' | 'given' | 'metrics'>>;

/**
 * Changes a workout as its owner wishes; its figures are computed anew where what is given in place of the recording
 * changes. Undefined when somebody else changed it meanwhile: load it again then.
 */
export async function amendWorkout(
  tools: RecordingTools,
  known: Workout,
  amendment: Amendment,
): Promise<Workout | undefined> {
  const computed = amendment.given ? await computeAnew(tools, known, amendment.given) : {};
  failpoint('workouts.amend.computed');
  const changes: WorkoutChanges = { ...amendment, ...computed };
  const wanted: Workout = { ...known, ...changes, version: known.version + 1 };
  const events =
    known.status === 'NEEDS_TIMES' ? completedEvents(wanted, tools.now()) : changedEvents(wanted, tools.now());
  const changed = await tools.workouts.amend(known, changes, events);
  failpoint('workouts.amend.written');
  if (!changed) return undefined;
  tools.wakeRelay();
  // Nothing reads the former track any more; a crash before this leaves it behind.
  if (changed.trackKey !== known.trackKey) await tools.storage.delete(known.trackKey);
  return changed;
}

async function computeAnew(tools: RecordingTools, known: Workout, given: Workout['given']): Promise<WorkoutChanges> {
  const bytes = await tools.storage.get(known.fileKey);
  if (!bytes) throw new Error(`the recording of workout ${known._id} is not there`);
  const profile = await findProfile({ ...tools, waitMs: 0 }, known.ownerId);
  const read = await tools.reader.read(bytes, requestFor(tools, given, profile));
  if (read.kind === 'REFUSED') throw new Error(`workout ${known._id} cannot be read any more: ${read.code}`);
  const neighbours = await neighboursOf(tools, { id: known._id, ownerId: known.ownerId }, read.figures);
  const trackKey = await tools.tracks.put(`${known._id}.${known.version + 1}`, read.track);
  const foreign = known.flags.filter(({ code }) => code === 'FOREIGN_FILE');
  const flags = [...flagsBeside(read.figures, neighbours), ...foreign];
  const recording = recordedFigures({ ...known, figures: read.figures, trackKey, sha256: '' }, flags);
  return { ...recording, listPosition: listPositionOf(recording.startedAt, known.createdAt, known._id) };
}
