import { familyOf, type Sport } from '../sport.ts';
import { localDateOf } from '../times.ts';

/** One time a planned workout takes place. */
export interface Occurrence {
  readonly startsAt: Date;
  readonly sport: Sport;
  readonly timeZone: string;
}

/** What a person did, as far as plans go by it. */
export interface Done {
  readonly startedAt: Date | null;
  readonly sport: Sport;
}

/** An occurrence with what became of it: MISSED once its local day is over without a workout that matches. */
export interface Matched<Planned, Workout> {
  readonly planned: Planned;
  readonly status: 'UPCOMING' | 'DONE' | 'MISSED';
  readonly workout: Workout | null;
}

/**
 * Finds for each occurrence the workout that was its: of the same family of sports, on the same local date, the one that
 * starts nearest to it. Each workout serves one occurrence; pairs that lie nearest find each other first.
 */
export function matchOccurrences<Planned extends Occurrence, Workout extends Done>(
  planned: readonly Planned[],
  workouts: readonly Workout[],
  now: Date,
): Matched<Planned, Workout>[] {
  const partners = nearestFirst(planned, workouts);
  return planned.map((each) => {
    const workout = partners.get(each) ?? null;
    if (workout) return { planned: each, status: 'DONE', workout };
    const isOver = dateOf(now, each) > dateOf(each.startsAt, each);
    return { planned: each, status: isOver ? 'MISSED' : 'UPCOMING', workout };
  });
}

function nearestFirst<Planned extends Occurrence, Workout extends Done>(
  planned: readonly Planned[],
  workouts: readonly Workout[],
): ReadonlyMap<Planned, Workout> {
  const pairs = planned.flatMap((each) =>
    workouts.flatMap((workout) => {
      const { startedAt } = workout;
      if (startedAt === null || familyOf(workout.sport) !== familyOf(each.sport)) return [];
      if (dateOf(startedAt, each) !== dateOf(each.startsAt, each)) return [];
      return [{ each, workout, apart: Math.abs(startedAt.getTime() - each.startsAt.getTime()) }];
    }),
  );
  const partners = new Map<Planned, Workout>();
  const taken = new Set<Workout>();
  for (const { each, workout } of pairs.sort((one, other) => one.apart - other.apart)) {
    if (partners.has(each) || taken.has(workout)) continue;
    partners.set(each, workout);
    taken.add(workout);
  }
  return partners;
}

const dateOf = (instant: Date, { timeZone }: Occurrence): string => localDateOf(instant.getTime(), timeZone);
