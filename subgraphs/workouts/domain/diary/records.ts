import { BEST_EFFORT_METERS } from '../formulas/bestEfforts.ts';
import { SPORTS, type Sport } from '../sport.ts';
import type { Entry } from './entry.ts';

/** The kinds of personal records: the fastest over each standard distance, in its order, and the most of other figures. */
const FASTEST_KINDS = [
  'FASTEST_400_METERS',
  'FASTEST_HALF_MILE',
  'FASTEST_1_KILOMETER',
  'FASTEST_1_MILE',
  'FASTEST_2_MILES',
  'FASTEST_5_KILOMETERS',
  'FASTEST_10_KILOMETERS',
  'FASTEST_15_KILOMETERS',
  'FASTEST_10_MILES',
  'FASTEST_20_KILOMETERS',
  'FASTEST_HALF_MARATHON',
  'FASTEST_30_KILOMETERS',
  'FASTEST_MARATHON',
] as const;
export const RECORD_KINDS = [
  ...FASTEST_KINDS,
  'LONGEST_DISTANCE',
  'LONGEST_TIME',
  'MOST_ELEVATION_GAIN',
  'MOST_ENERGY',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** A personal record and the workout that set it. */
export interface PersonalRecord {
  readonly kind: RecordKind;
  readonly sport: Sport;
  /** Seconds for the fastest and the longest time, metres for distance and climb, kilocalories for energy. */
  readonly value: number;
  readonly workoutId: string;
  /** Of the workout when the record was noted; 0 where that is not known. */
  readonly workoutVersion: number;
  /** Where the workout stands in the list: of equals, the earlier keeps the record. */
  readonly position: string;
}

const fastest: ReadonlySet<RecordKind> = new Set(FASTEST_KINDS);
const kindOfMeters = new Map<number, RecordKind>(
  BEST_EFFORT_METERS.flatMap((meters, i) => {
    const kind = FASTEST_KINDS[i];
    return kind ? [[meters, kind] as const] : [];
  }),
);

/** The records among workouts: one of each kind and sport. Workouts that are not believed set none. */
export const recordsOf = (entries: readonly Entry[]): PersonalRecord[] => bestOf(entries.flatMap(attemptsOf));

/** The best of each kind and sport among records. */
export function bestOf(records: readonly PersonalRecord[]): PersonalRecord[] {
  const best = new Map<string, PersonalRecord>();
  for (const record of records) {
    const key = `${record.kind} ${record.sport}`;
    const known = best.get(key);
    if (!known || beats(record, known)) best.set(key, record);
  }
  const rank = ({ kind, sport }: PersonalRecord): number => SPORTS.indexOf(sport) * 100 + RECORD_KINDS.indexOf(kind);
  return [...best.values()].sort((a, b) => rank(a) - rank(b));
}

function beats(a: PersonalRecord, b: PersonalRecord): boolean {
  if (a.value === b.value) return a.position < b.position;
  return fastest.has(a.kind) ? a.value < b.value : a.value > b.value;
}

function attemptsOf({
  id: workoutId,
  version: workoutVersion,
  sport,
  position,
  counted,
  ...entry
}: Entry): PersonalRecord[] {
  if (!counted?.isBelieved) return [];
  const most: [RecordKind, number | null][] = [
    ['LONGEST_DISTANCE', entry.distanceMeters],
    ['LONGEST_TIME', entry.elapsedSeconds],
    ['MOST_ELEVATION_GAIN', counted.elevationGainMeters],
    ['MOST_ENERGY', counted.kilocalories],
  ];
  const efforts = counted.efforts.map(([meters, seconds]) => [kindOfMeters.get(meters), seconds] as const);
  return [...efforts, ...most].flatMap(([kind, value]) =>
    kind && value !== null && value > 0 ? [{ kind, sport, value, workoutId, workoutVersion, position }] : [],
  );
}
