import { failpoint } from '#platform/failpoints.ts';
import { asksForRecount } from '../domain/crossChecks.ts';
import type { Flag } from '../domain/flags.ts';
import { listPositionOf } from '../domain/listPosition.ts';
import type { Neighbour } from '../domain/recognise.ts';
import type { Sport } from '../domain/sport.ts';
import { titleOf } from '../domain/title.ts';
import { NOTHING_GIVEN, type NewWorkout } from '../store/workoutDocument.ts';
import { completedEvents } from './events.ts';
import { recordedFigures, type ReadFile } from './figures.ts';
import { clearLeftover, noteComing } from './leftovers.ts';
import { neighbourOf } from './neighbours.ts';
import type { RecordingTools } from './tools.ts';

/** What is said of a new workout beside its recording. */
export interface SaidOfNew
  extends
    Pick<NewWorkout, '_id' | 'ownerId' | 'sourceKey' | 'visibility'>,
    Partial<Pick<NewWorkout, 'importId' | 'description' | 'metrics' | 'photos'>> {
  /** Null where the recording decides. */
  readonly sport: Sport | null;
  readonly title: string | null;
}

/** The workout that a recording becomes. */
export function newWorkout(said: SaidOfNew, file: ReadFile, flags: readonly Flag[], now: Date): NewWorkout {
  const recording = recordedFigures(file, flags);
  return {
    _id: said._id,
    ownerId: said.ownerId,
    version: 1,
    sourceKey: said.sourceKey,
    importId: said.importId ?? null,
    given: { ...NOTHING_GIVEN, sport: said.sport },
    metrics: said.metrics ?? null,
    title: said.title ?? titleOf(file.figures),
    isTitleGiven: said.title !== null,
    description: said.description ?? null,
    visibility: said.visibility,
    createdAt: now,
    listPosition: listPositionOf(recording.startedAt, now, said._id),
    formerMonths: [],
    photos: said.photos ?? [],
    formerFiles: [],
    ...recording,
  };
}

/** A workout that is going to be added, and whether what is doubtful about it and others is to be counted again when it is there. */
export interface Coming {
  readonly workout: NewWorkout;
  readonly isRecounted: boolean;
}

/** Of a new workout, beside its neighbours. */
export function comingBeside(workout: NewWorkout, neighbours: readonly Neighbour[]): Coming {
  const place = neighbourOf(workout);
  return { workout, isRecounted: place !== undefined && asksForRecount(place, neighbours, workout.flags) };
}

type Tools = Parameters<typeof noteComing>[0] & Pick<RecordingTools, 'workouts' | 'wakeRelay'>;

/** Adds workouts of one person, in one write, and tells of them. Answers for each whether it is new: there may be one of its source. */
export async function insertNew(tools: Tools, added: readonly Coming[]): Promise<boolean[]> {
  // Around all of them: what came next after one of them may come after another one by now.
  const isRecounted = added.some((each) => each.isRecounted);
  const coming = isRecounted ? await Promise.all(added.map(({ workout }) => noteComing(tools, workout))) : [];
  const isNew = await tools.workouts.insertMany(
    added.map(({ workout }) => ({ workout, events: completedEvents(workout, workout.createdAt) })),
  );
  failpoint('workouts.new.inserted');
  tools.wakeRelay();
  for (const each of coming) await clearLeftover(tools, each);
  return isNew;
}
