import type { Message } from '#platform/events/envelope.ts';
import { failpoint } from '#platform/failpoints.ts';
import { listPositionOf } from '../domain/listPosition.ts';
import { titleAnew } from '../domain/title.ts';
import { trackKeyOf } from '../store/objectKeys.ts';
import type { Workout, WorkoutChanges } from '../store/workoutDocument.ts';
import { readAs } from './analysing.ts';
import { changedEvents, completedEvents, tellsNothingNew } from './events.ts';
import { recordedFigures } from './figures.ts';
import { clearLeftover, noteLeftover } from './leftovers.ts';
import { flagsBeside, neighboursOf } from './neighbours.ts';
import type { RecordingTools } from './tools.ts';

/** What an owner may say anew of a workout; undefined where nothing was said. */
export type Amendment = Partial<Pick<Workout, 'title' | 'isTitleGiven' | 'visibility' | 'given' | 'metrics'>>;

/**
 * Changes a workout as its owner wishes; its figures are computed anew where what is given in place of the recording
 * changes, and others are told where that changes what they know. The former track is noted before, and so is the new one, so
 * that no crash leaves either unnamed. Undefined when somebody else changed it meanwhile: load it again then.
 */
export async function amendWorkout(
  tools: RecordingTools,
  known: Workout,
  amendment: Amendment,
): Promise<Workout | undefined> {
  const leftover = amendment.given ? await noteLeftover(tools, known, [known.trackKey, newTrackKey(known)]) : undefined;
  const computed = amendment.given ? await computeAnew(tools, { ...known, ...amendment }) : {};
  if (!computed) return undefined;
  failpoint('workouts.amend.computed');
  const changes: WorkoutChanges = { ...amendment, ...computed };
  const wanted: Workout = { ...known, ...changes, version: known.version + 1 };
  const events = eventsOf(known, wanted, tools.now());
  const changed = await tools.workouts.amend(known, changes, events);
  failpoint('workouts.amend.written');
  if (!changed) return undefined;
  tools.wakeRelay();
  if (leftover) await clearLeftover(tools, leftover);
  return changed;
}

function eventsOf(known: Workout, wanted: Workout, now: Date): Message[] {
  if (known.status === 'NEEDS_TIMES') return completedEvents(wanted, now);
  return tellsNothingNew(known, wanted) ? [] : changedEvents(wanted, now);
}

const trackName = ({ _id, version }: Workout): string => `${_id}.${version + 1}`;
const newTrackKey = (known: Workout): string => trackKeyOf(trackName(known));

/**
 * The figures of a workout with what its owner says of it from now on, and its name where that was made of them. Undefined
 * when another recording has taken the place of the one it had.
 */
async function computeAnew(tools: RecordingTools, known: Workout): Promise<WorkoutChanges | undefined> {
  const bytes = await tools.storage.get(known.fileKey);
  if (!bytes && (await tools.workouts.get(known._id))?.fileKey !== known.fileKey) return undefined;
  // As it was read at first: a file in our format that somebody uploaded while that was taken stays the workout it is.
  const read = await readAs(tools, known, bytes, known.format === 'LAUREL' ? 'LAUREL' : 'OTHERS');
  const neighbours = await neighboursOf(tools, { ...known, id: known._id }, read.figures);
  failpoint('workouts.amend.read');
  const trackKey = await tools.tracks.put(trackName(known), read.track);
  failpoint('workouts.amend.track-stored');
  const foreign = known.flags.filter(({ code }) => code === 'FOREIGN_FILE');
  const flags = [...flagsBeside(read.figures, neighbours), ...foreign];
  const recording = recordedFigures({ ...known, figures: read.figures, trackKey }, flags);
  return {
    ...recording,
    title: titleAnew(known, read.figures),
    listPosition: listPositionOf(recording.startedAt, known.createdAt, known._id),
  };
}
