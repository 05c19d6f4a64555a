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

/** An occurrence with its local date and what became of it: MISSED once that day is over without a workout that matches. */
export interface Matched<Planned, Workout> {
  readonly planned: Planned;
  readonly date: string;
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
  const dated = planned.map((each) => ({ planned: each, date: localDateOf(each.startsAt.getTime(), each.timeZone) }));
  const zones = [...new Set(planned.map(({ timeZone }) => timeZone))];
  const today = new Map(zones.map((zone) => [zone, localDateOf(now.getTime(), zone)]));
  const partners = nearestFirst(dated, new Map(zones.map((zone) => [zone, byDay(workouts, zone)])));
  return dated.map(({ planned: each, date }) => {
    const workout = partners.get(each) ?? null;
    if (workout) return { planned: each, date, status: 'DONE', workout };
    const isOver = (today.get(each.timeZone) ?? '') > date;
    return { planned: each, date, status: isOver ? 'MISSED' : 'UPCOMING', workout };
  });
}

/** What was planned and what was done can be the same where these are equal. */
const keyOf = (date: string, sport: Sport): string => `${date} ${familyOf(sport)}`;

type Begun<Workout> = { readonly workout: Workout; readonly startedAt: number };

/** Workouts by family of sports and the date on which they began in a zone. */
function byDay<Workout extends Done>(
  workouts: readonly Workout[],
  timeZone: string,
): ReadonlyMap<string, readonly Begun<Workout>[]> {
  const begun = workouts.flatMap((workout) =>
    workout.startedAt === null ? [] : [{ workout, startedAt: workout.startedAt.getTime() }],
  );
  return Map.groupBy(begun, ({ workout, startedAt }) => keyOf(localDateOf(startedAt, timeZone), workout.sport));
}

function nearestFirst<Planned extends Occurrence, Workout extends Done>(
  dated: readonly { readonly planned: Planned; readonly date: string }[],
  zones: ReadonlyMap<string, ReturnType<typeof byDay<Workout>>>,
): ReadonlyMap<Planned, Workout> {
  const pairs = dated.flatMap(({ planned: each, date }) => {
    const sameDay = zones.get(each.timeZone)?.get(keyOf(date, each.sport)) ?? [];
    return sameDay.map(({ workout, startedAt }) => ({
      each,
      workout,
      apart: Math.abs(startedAt - each.startsAt.getTime()),
    }));
  });
  const partners = new Map<Planned, Workout>();
  const taken = new Set<Workout>();
  for (const { each, workout } of pairs.sort((one, other) => one.apart - other.apart)) {
    if (partners.has(each) || taken.has(workout)) continue;
    partners.set(each, workout);
    taken.add(workout);
  }
  return partners;
}
