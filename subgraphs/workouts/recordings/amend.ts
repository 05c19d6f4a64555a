import { v7 as uuidv7 } from 'uuid';
import type { Message } from '#platform/events/envelope.ts';
import { failpoint } from '#platform/failpoints.ts';
import { notWhole } from '#platform/storage/storage.ts';
import type { ToldAnew } from '../domain/amend.ts';
import { listPositionOf } from '../domain/listPosition.ts';
import { titleAnew } from '../domain/title.ts';
import { recordingKeyOf, trackKeyOf } from '../store/objectKeys.ts';
import type { Workout, WorkoutChanges } from '../store/workoutDocument.ts';
import { readAs } from './analysing.ts';
import { changedEvents, completedEvents, tellsNothingNew } from './events.ts';
import { recordedFigures } from './figures.ts';
import { clearLeftover, noteLeftover } from './leftovers.ts';
import { toldAnew } from './logByHand.ts';
import { flagsBeside, neighboursOf } from './neighbours.ts';
import type { RecordingTools } from './tools.ts';

/** What an owner may say anew of a workout; undefined where nothing was said. `told`: of one that they told by hand. */
export type Amendment = Partial<
  Pick<Workout, 'title' | 'isTitleGiven' | 'description' | 'visibility' | 'given' | 'metrics'>
> & {
  readonly told?: ToldAnew;
};

/**
 * Changes a workout as its owner wishes; its figures are computed anew where what is given in place of the recording
 * changes, or what is told by hand, and others are told where that changes what they know. What the former leaves behind is noted
 * before, and so is the new, so that no crash leaves either unnamed. Undefined when somebody else changed it meanwhile: load it
 * again then.
 */
export async function amendWorkout(
  tools: RecordingTools,
  known: Workout,
  { told, ...amendment }: Amendment,
): Promise<Workout | undefined> {
  const isComputed = amendment.given !== undefined || told !== undefined;
  const fileKey = told ? newRecordingKey(known) : known.fileKey;
  const left = [known.trackKey, newTrackKey(known), ...(told ? [known.fileKey, fileKey] : [])];
  const leftover = isComputed ? await noteLeftover(tools, known, left) : undefined;
  const computed = isComputed ? await computeAnew(tools, { ...known, ...amendment }, fileKey, told) : {};
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

/** Another name each time, since what is told lies nowhere else: whoever tells at the same time must not write over it. */
const newRecordingKey = ({ _id }: Workout): string => recordingKeyOf(`${_id}.${uuidv7()}`);

/**
 * The figures of a workout with what its owner says of it from now on, and its name where that was made of them. What is told
 * anew is kept as its recording, under `fileKey`. Undefined when another recording has taken the place of the one it had.
 * @throws StorageError when the one it has is not there
 */
async function computeAnew(
  tools: RecordingTools,
  known: Workout,
  fileKey: string,
  told: ToldAnew | undefined,
): Promise<WorkoutChanges | undefined> {
  const there = await tools.storage.get(known.fileKey, known.fileByteLength ?? undefined);
  if (!there) {
    if ((await tools.workouts.get(known._id))?.fileKey !== known.fileKey) return undefined;
    throw notWhole(known.fileKey, 'nothing');
  }
  const bytes = told ? toldAnew(there, told) : there;
  if (told) {
    await tools.storage.put(fileKey, bytes);
    failpoint('workouts.amend.recording-stored');
  }
  // As it was read at first: a file in our format that somebody uploaded while that was taken stays the workout it is.
  const read = await readAs(tools, known, bytes, known.format === 'LAUREL' ? 'LAUREL' : 'OTHERS');
  const neighbours = await neighboursOf(tools, { ...known, id: known._id }, read.figures);
  failpoint('workouts.amend.read');
  const trackKey = await tools.tracks.put(trackName(known), read.track);
  failpoint('workouts.amend.track-stored');
  const foreign = known.flags.filter(({ code }) => code === 'FOREIGN_FILE');
  const flags = [...flagsBeside(read.figures, neighbours), ...foreign];
  const recording = recordedFigures({ ...known, figures: read.figures, fileKey, trackKey }, flags);
  return {
    ...recording,
    // What the file calls it was there before: who took that away does not want it back.
    title: titleAnew(known, { ...read.figures, name: null }),
    listPosition: listPositionOf(recording.startedAt, known.createdAt, known._id),
  };
}
