import { crossWorkoutFlags, type WorkoutPlace } from '../domain/crossChecks.ts';
import type { WorkoutFigures } from '../domain/figures.ts';
import type { Flag } from '../domain/flags.ts';
import { namedSport } from '../domain/namedSport.ts';
import { neighbourhoodOf, type Neighbour } from '../domain/recognise.ts';
import type { NewWorkout, Workout } from '../store/workoutDocument.ts';
import type { RecordingTools } from './tools.ts';

type Times = Pick<WorkoutFigures, 'startedAt' | 'endedAt'>;

/** What must be known of a workout to compare another with it; undefined without usable times. */
export function neighbourOf(workout: NewWorkout): Neighbour | undefined {
  const { _id: id, source, startedAt, endedAt, given } = workout;
  if (!startedAt || !endedAt) return undefined;
  const hasOwnTimes = source !== 'MANUAL' && given.startedAt === null;
  const named = namedSport(workout, given.sport);
  return { ...workout, id, namedSport: named, startedAt: startedAt.getTime(), endedAt: endedAt.getTime(), hasOwnTimes };
}

/** A person's workouts about any of these times, each with what others are compared with it by. */
export async function workoutsAround(
  { list }: Pick<RecordingTools, 'list'>,
  ownerId: string,
  times: readonly Times[],
): Promise<{ workout: Workout; neighbour: Neighbour }[]> {
  const spans = times.flatMap(({ startedAt, endedAt }) => {
    if (startedAt === null || endedAt === null) return [];
    const { from, to } = neighbourhoodOf({ startedAt, endedAt });
    return [{ from: new Date(from), to: new Date(to) }];
  });
  const workouts = spans.length > 0 ? await list.liesWithin(ownerId, spans) : [];
  return workouts.flatMap((workout) => {
    const neighbour = neighbourOf(workout);
    return neighbour ? [{ workout, neighbour }] : [];
  });
}

/** Another workout of the person's about the same time, and whether it came before the one it is compared with. */
export type Near = Neighbour & { readonly cameBefore: boolean };

/** The person's other workouts about the same time; all of them came before one that is not there yet. */
export async function neighboursOf(
  tools: Pick<RecordingTools, 'list'>,
  { id, ownerId, createdAt }: { id: string; ownerId: string; createdAt?: Date },
  place: Times,
): Promise<Near[]> {
  return (await workoutsAround(tools, ownerId, [place]))
    .filter(({ workout }) => workout._id !== id)
    .map(({ workout, neighbour }) => ({
      ...neighbour,
      cameBefore: !createdAt || cameBefore(workout, { _id: id, createdAt }),
    }));
}

/** Of two that overlap the one that came later is doubtful. */
const cameBefore = (a: Pick<Workout, '_id' | 'createdAt'>, b: Pick<Workout, '_id' | 'createdAt'>): boolean =>
  a.createdAt < b.createdAt || (a.createdAt.getTime() === b.createdAt.getTime() && a._id < b._id);

/** All that is doubtful about a recording, beside its neighbours. */
export function flagsBeside(figures: WorkoutFigures, neighbours: readonly Near[]): Flag[] {
  const { startedAt, endedAt, startPosition, endPosition, flags } = figures;
  if (startedAt === null || endedAt === null) return flags;
  return [...flags, ...doubtsBeside({ startedAt, endedAt, startPosition, endPosition }, neighbours)];
}

/** What its neighbours make doubtful about a workout. */
export const doubtsBeside = (place: WorkoutPlace, neighbours: readonly Near[]): Flag[] =>
  crossWorkoutFlags(
    place,
    neighbours,
    neighbours.filter(({ cameBefore: isEarlier }) => isEarlier),
  );
