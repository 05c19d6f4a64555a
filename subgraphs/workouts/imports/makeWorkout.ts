import type { Flag } from '../domain/flags.ts';
import { listPositionOf } from '../domain/listPosition.ts';
import { titleOf } from '../domain/title.ts';
import { recordedFigures, type ReadFile } from '../recordings/figures.ts';
import type { PersonProfile } from '../store/profiles.ts';
import { NOTHING_GIVEN, type NewWorkout } from '../store/workoutDocument.ts';
import { fileSource } from '../store/workouts.ts';
import type { ImportTarget } from './candidate.ts';

/** The workout that an import makes of a file. */
export function makeWorkout(
  wanted: ImportTarget,
  file: ReadFile,
  flags: readonly Flag[],
  { profile, now }: { profile: PersonProfile | undefined; now: Date },
): NewWorkout {
  const recording = recordedFigures(file, flags);
  return {
    _id: wanted.newWorkoutId,
    ownerId: wanted.ownerId,
    version: 1,
    sourceKey: fileSource(wanted.ownerId, file.sha256),
    importId: wanted._id,
    given: { ...NOTHING_GIVEN, sport: wanted.sport },
    metrics: null,
    title: wanted.title ?? titleOf(file.figures),
    isTitleGiven: wanted.title !== null,
    visibility: wanted.visibility ?? profile?.defaultVisibility ?? 'ONLY_ME',
    createdAt: now,
    listPosition: listPositionOf(recording.startedAt, now, wanted.newWorkoutId),
    formerMonths: [],
    photos: [],
    ...recording,
  };
}
