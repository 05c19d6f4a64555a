import { failpoint } from '#platform/failpoints.ts';
import type { Flag } from '../domain/flags.ts';
import { listPositionOf } from '../domain/listPosition.ts';
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
 * What the former leaves behind is noted first. False when the workout was changed meanwhile, or is gone.
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
  const replacement = { ...recording, title: titleAnew(known, file.figures), listPosition, ...said };
  const changed = { ...known, ...replacement, version: known.version + 1 };
  const leftover = await noteLeftover(tools, known, recordingKeysOf(known));
  const replaced = await tools.workouts.amend(known, replacement, changedEvents(changed, tools.now()));
  failpoint('workouts.recording.replaced');
  if (!replaced) return false;
  tools.wakeRelay();
  await clearLeftover(tools, leftover);
  return true;
}
