import { failpoint } from '#platform/failpoints.ts';
import type { Flag } from '../domain/flags.ts';
import { listPositionOf } from '../domain/listPosition.ts';
import { formerFilesOf } from '../domain/originalFiles.ts';
import { titleAnew } from '../domain/title.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { changedEvents } from './events.ts';
import { recordedFigures, type ReadFile } from './figures.ts';
import { clearLeftover, noteLeftover, recordingKeysOf } from './leftovers.ts';
import type { RecordingTools } from './tools.ts';

/** What an owner says of a workout beside another recording of it. */
export type SaidBeside = Pick<Workout, 'given'> & Partial<Pick<Workout, 'visibility' | 'title' | 'isTitleGiven'>>;

/**
 * Puts another recording of the same activity in the place of the one a workout has, with what is said beside it: it tells more.
 * A file that the owner uploaded stays as a former one. What else is left behind is noted first. False when the workout was
 * changed meanwhile, or is gone.
 */
export async function replaceRecording(
  tools: RecordingTools,
  known: Workout,
  file: ReadFile,
  flags: readonly Flag[],
  said: SaidBeside,
): Promise<boolean> {
  const recording = recordedFigures(file, flags);
  const listPosition = listPositionOf(recording.startedAt, known.createdAt, known._id);
  const title = titleAnew(known, file.figures);
  const replacement = { ...recording, title, listPosition, formerFiles: formerFilesOf(known), ...said };
  const changed = { ...known, ...replacement, version: known.version + 1 };
  const leftover = await noteLeftover(tools, known, recordingKeysOf(known));
  const replaced = await tools.workouts.amend(known, replacement, changedEvents(changed, tools.now()));
  failpoint('workouts.recording.replaced');
  if (!replaced) return false;
  tools.wakeRelay();
  await clearLeftover(tools, leftover);
  return true;
}
