import { monthOfPosition, type Entry, type EntryOrGone } from '../domain/diary/entry.ts';
import { worstSeverity } from '../domain/flags.ts';
import type { Workout } from './workoutDocument.ts';

/** What each month of its owner's diary is to say of a workout: an entry where it stands, a trace where it stood. */
export function placesOf(workout: Workout): { month: string; entry: EntryOrGone }[] {
  const month = monthOfPosition(workout.listPosition);
  const trace = { id: workout._id, version: workout.version, gone: true } as const;
  const former = new Set(workout.formerMonths.filter((each) => each !== month));
  return [
    { month, entry: workout.isTombstone ? trace : entryOf(workout) },
    ...[...former].map((each) => ({ month: each, entry: trace })),
  ];
}

function entryOf(workout: Workout): Entry {
  const { _id: id, version, listPosition: position, sport, visibility, distanceMeters, elapsedSeconds } = workout;
  const isTimed = workout.startedAt !== null;
  return {
    id,
    version,
    position,
    isTimed,
    sport,
    visibility,
    distanceMeters,
    elapsedSeconds,
    counted: countedOf(workout),
  };
}

function countedOf({ status, localDate, movingSeconds, ...workout }: Workout): Entry['counted'] {
  if (status !== 'COMPLETED' || localDate === null) return null;
  return {
    localDate,
    movingSeconds,
    kilocalories: workout.energy?.kilocalories ?? null,
    elevationGainMeters: workout.elevationGainMeters,
    isBelieved: worstSeverity(workout.flags) !== 'HARD',
    efforts: workout.bestEfforts.map(({ distanceMeters, elapsedSeconds }) => [distanceMeters, elapsedSeconds]),
  };
}
