import type { BuiltTrack } from './buildTrack.ts';
import { agree, type Distance } from './formulas/distance.ts';
import { movingSecondsFromPoints, secondsBetweenSegments, type MovingTimeMethod } from './formulas/movingTime.ts';
import { inOrderOfEvents, type Recording, type TimerEvent } from './recording.ts';
import { stillSpeed, type Sport } from './sport.ts';
import { at, knownCount, type Track } from './track.ts';

export type Durations = {
  elapsedSeconds: number | null;
  movingSeconds: number | null;
  movingTimeMethod: MovingTimeMethod | null;
};

/** Where the device did not say how long it took, its last lap may end this much after the last point. */
const LAP_OVERHANG_SECONDS = 60;
/** Points, and the starts of laps, are told in whole seconds. */
const ROUNDING_SECONDS = 1.5;

/** Points may go on for this share of the time that the device told as a whole, and this long; for longer, it told wrong. */
const POINTS_OVERHANG = 0.01;
const POINTS_OVERHANG_SECONDS = 60;

/** An unknown sport that goes less than who stands still for this long is done on the spot. */
const LONGEST_STILL_SECONDS = 3600;

/** Where and how far it went, and in what sport. */
type Way = Pick<BuiltTrack, 'track' | 'distance'> & { sport: Sport };

/**
 * Elapsed time: the device's, unless its points go on for clearly longer, else from the start to the last point or lap. Moving
 * time: the device's timer, else from the points (FORMULAS.md, Elapsed and moving time), else elapsed time; never more than
 * elapsed. A total of 0 is none, and a timer is not believed beside an elapsed time that is far too short. Points tell nothing of a sport that is done on the spot: its time is the
 * timer's, else all but the pauses. Nor do points that never move beside a timer that ran.
 *
 * Times are of the same way as the distance: where the points show clearly less of it than the device counted, they tell
 * neither when it ended nor who stood still. Then the device's laps and timer do, unless a person at rest is as fast as that.
 */
export function durationsOf(recording: Recording, { track, distance }: Omit<Way, 'sport'>, sport: Sport): Durations {
  if (track.startedAt === null) return { elapsedSeconds: null, movingSeconds: null, movingTimeMethod: null };
  const way = { track, distance, sport };
  const told = recording.totals.elapsedSeconds || null;
  const overhang = told === null ? 0 : lastOffset(track) - told;
  const isWrong = told === null || overhang > longestOverhang(told);
  const elapsed = isWrong ? elapsedFromClock(recording, way, track.startedAt) : told;
  const timers = overhang > POINTS_OVERHANG_SECONDS ? NO_TIMERS : timersOf(recording, told, track.startedAt);
  const { seconds, method } = moving(timers, way, elapsed);
  const movingTimeMethod = recording.byHand ? 'MANUAL' : method;
  return { elapsedSeconds: elapsed, movingSeconds: Math.min(seconds, elapsed), movingTimeMethod };
}

/** How long points may go on after the time that the device told as a whole, in seconds. */
const longestOverhang = (told: number): number =>
  Math.min(Math.max(told * POINTS_OVERHANG, ROUNDING_SECONDS), POINTS_OVERHANG_SECONDS);

/** Whether the device counted clearly more than lies between its first point and its last. */
function isPartlySeen({ source, totalMeters, cumulative }: Distance): boolean {
  if (source !== 'DEVICE') return false;
  const seen = at(cumulative, cumulative.length - 1) - at(cumulative, 0) || 0;
  return totalMeters !== null && totalMeters > seen && !agree(totalMeters, seen);
}

/** Seconds from the start to the last point with a time; 0 without any. */
const lastOffset = (track: Track): number => track.offset.findLast((offset) => !Number.isNaN(offset)) ?? 0;

/**
 * Lap times are finer than the whole seconds of points: where they add up to what the clock says, their sum is the time;
 * where they do not, a pause lies between and the clock is right.
 */
function elapsedFromClock({ laps, totals }: Recording, way: Way, startedAt: number): number {
  const last = lastOffset(way.track);
  // A point alone does not tell how long it took.
  const lastPoint = knownCount(way.track.offset) > 1 ? last : null;
  const lapEnd = lapEndOf(laps, startedAt);
  const isNear = lapEnd !== null && (lastPoint === null || Math.abs(lapEnd - lastPoint) <= LAP_OVERHANG_SECONDS);
  const goesOn = lapEnd !== null && laps[0]?.startedAt === startedAt && mayTake(way, lapEnd);
  const clock = Math.max(last, isNear || goesOn ? lapEnd : 0, 0);
  const sum = totals.timerSeconds;
  if (sum === null) return clock;
  if (lastPoint === null || mayTake(way, sum)) return Math.max(sum, clock);
  return Math.abs(sum - clock) > ROUNDING_SECONDS ? clock : sum;
}

/** Seconds from the start to the end of the last lap; null where it does not say when it began. */
function lapEndOf(laps: Recording['laps'], startedAt: number): number | null {
  const lap = laps.at(-1);
  const lapStart = lap?.startedAt ?? null;
  return lapStart === null ? null : (lapStart - startedAt) / 1000 + (lap?.elapsedSeconds ?? 0);
}

/** Whether a way that points show a part of may have taken so long: nobody is slower than who stands still. */
const mayTake = ({ distance, sport }: Way, seconds: number): boolean =>
  isPartlySeen(distance) && (distance.totalMeters ?? 0) >= stillSpeed(sport) * seconds;

/** What the device says of the time without pauses: exactly, or at most. */
type Timers = { exact: number | null; most: number | null };

const NO_TIMERS: Timers = { exact: null, most: null };

/** Only who counts elapsed time too means "without pauses" by timer time. */
function timersOf({ totals, timerEvents }: Recording, told: number | null, startedAt: number): Timers {
  const timer = totals.timerSeconds || null;
  // started and stopped in one instant it did not run at all
  const fromEvents = timerSeconds(timerEvents, startedAt) || null;
  return told === null ? { exact: fromEvents, most: timer } : { exact: timer ?? fromEvents, most: null };
}

function moving({ exact, most }: Timers, way: Way, elapsed: number): { seconds: number; method: MovingTimeMethod } {
  if (exact !== null) return { seconds: exact, method: 'DEVICE_TIMER' };
  const onTheSpot = isOnTheSpot(way, elapsed);
  const fromPoints =
    onTheSpot || isPartlySeen(way.distance) ? null : movingSecondsFromPoints(way.track, stillSpeed(way.sport));
  if (most !== null && !fromPoints) return { seconds: most, method: 'DEVICE_TIMER' };
  if (fromPoints !== null) return { seconds: Math.min(fromPoints, most ?? Infinity), method: 'SPEED' };
  return { seconds: onTheSpot ? elapsed - secondsBetweenSegments(way.track) : elapsed, method: 'ELAPSED' };
}

/** Whether who stands still may be at it all the same; of the sport OTHER the way tells. */
function isOnTheSpot({ distance, sport }: Way, elapsed: number): boolean {
  const still = stillSpeed(sport);
  if (sport !== 'OTHER') return still === 0;
  return (distance.totalMeters ?? 0) < still * Math.min(elapsed, LONGEST_STILL_SECONDS);
}

/**
 * Seconds between each start of the timer and the stop that follows; null unless it was started and stopped. A stop before
 * the first start ends what began with the workout.
 */
function timerSeconds(events: readonly TimerEvent[], workoutStartedAt: number): number | null {
  const inOrder = inOrderOfEvents(events);
  const [first] = inOrder;
  if (!inOrder.some(({ kind }) => kind === 'START')) return null;
  let total: number | null = null;
  let startedAt = first?.kind === 'STOP' && first.at > workoutStartedAt ? workoutStartedAt : null;
  for (const event of inOrder) {
    if (event.kind === 'START') startedAt ??= event.at;
    else if (startedAt !== null) {
      total = (total ?? 0) + (event.at - startedAt) / 1000;
      startedAt = null;
    }
  }
  return startedAt === null ? total : null;
}
