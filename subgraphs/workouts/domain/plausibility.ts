import { flag, type Flag, type FlagCode } from './flags.ts';
import { bestEffort, longestIn } from './formulas/bestEfforts.ts';
import type { PaceCurve } from './formulas/pace.ts';
import { isOnFoot, speedLimitsOf, type SpeedLimit, type Sport } from './sport.ts';
import { YEAR_2000 } from './times.ts';
import { at, type Track } from './track.ts';

export type PlausibilityInput = {
  sport: Sport;
  track: Track;
  curve: PaceCurve;
  startedAt: number | null;
  elapsedSeconds: number | null;
  /** Mean speed over the distance as told, which points need not have recorded: in motion, or over all the time, if that is faster, m/s. */
  meanSpeed: number;
  teleported: boolean;
  now: number;
};

const FUTURE_MS = 5 * 60_000;
const LONGEST_SECONDS = 36 * 3600;
const FASTEST_GAIN = 5;
const RUNNING_SPEED = 3;
/** A cadence sensor drops out for a moment now and then; for this long nobody floats. */
const FLOATING_SECONDS = 30;
/** Speeds to compare for acceleration are means over at least this long: positions jitter, and jump while a receiver settles. */
const SPEED_WINDOW_SECONDS = 5;

/** What one workout alone makes doubtful (FORMULAS.md, Plausibility). */
export function plausibilityFlags(input: PlausibilityInput): Flag[] {
  return [...speedFlags(input), ...footFlags(input), ...teleportFlags(input), ...startAndLengthFlags(input)];
}

/** What start and length alone make doubtful; also for workouts entered by hand. */
function startAndLengthFlags(input: { startedAt: number | null; elapsedSeconds: number | null; now: number }): Flag[] {
  const flags: Flag[] = [];
  const { startedAt, elapsedSeconds, now } = input;
  if (startedAt !== null && startedAt > now + FUTURE_MS)
    flags.push(flag('IMPLAUSIBLE_START', 'SOFT', 'It starts in the future.'));
  if (startedAt !== null && startedAt < YEAR_2000)
    flags.push(flag('IMPLAUSIBLE_START', 'SOFT', 'It starts before the year 2000.'));
  if (elapsedSeconds !== null && elapsedSeconds > LONGEST_SECONDS) {
    flags.push(flag('IMPLAUSIBLE_DURATION', 'SOFT', 'It lasts more than 36 hours.'));
  }
  return flags;
}

function speedFlags({ sport, curve, meanSpeed }: PlausibilityInput): Flag[] {
  const limits = speedLimitsOf(sport);
  if (!limits) return [];
  const kilometer = bestEffort(curve, 1000);
  const best = kilometer ? 3600 / kilometer.elapsedSeconds : 0;
  const mean = meanSpeed * 3.6;
  const flags = overLimit(
    'IMPLAUSIBLE_SPEED',
    best > mean ? 'Its fastest kilometre' : 'Its mean speed',
    Math.max(best, mean),
    limits.bestKilometer,
  );
  const burst = longestIn(curve, 10);
  if (!limits.bestTenSeconds || burst === null) return flags;
  return [
    ...flags,
    ...overLimit('IMPLAUSIBLE_BURST', 'Its fastest ten seconds', (burst / 10) * 3.6, limits.bestTenSeconds),
  ];
}

function overLimit(code: FlagCode, what: string, kilometersPerHour: number, { soft, hard }: SpeedLimit): Flag[] {
  if (!(kilometersPerHour > soft)) return [];
  const severity = kilometersPerHour > hard ? 'HARD' : 'SOFT';
  return [
    flag(
      code,
      severity,
      `${what} (${kilometersPerHour.toFixed(1)} km/h) exceeds ${severity === 'HARD' ? hard : soft} km/h.`,
    ),
  ];
}

function footFlags({ sport, track, curve }: PlausibilityInput): Flag[] {
  if (!isOnFoot(sport)) return [];
  const flags: Flag[] = [];
  if (largestAcceleration(curve) > FASTEST_GAIN) {
    flags.push(flag('IMPLAUSIBLE_ACCELERATION', 'SOFT', 'It gains speed by more than 5 m/s every second.'));
  }
  if (longestFloat(track) >= FLOATING_SECONDS) {
    flags.push(flag('NO_STEPS', 'SOFT', 'It moves faster than 3 m/s without a step.'));
  }
  return flags;
}

/** The largest gain between the mean speeds of two neighbouring windows of at least 5 s, m/s². */
function largestAcceleration({ seconds, meters }: PaceCurve): number {
  let largest = 0;
  let from = 0;
  let last: { speed: number; middle: number } | null = null;
  for (let i = 1; i < seconds.length; i++) {
    const span = at(seconds, i) - at(seconds, from);
    if (span < SPEED_WINDOW_SECONDS) continue;
    const speed = (at(meters, i) - at(meters, from)) / span;
    const middle = at(seconds, from) + span / 2;
    if (last) largest = Math.max(largest, (speed - last.speed) / (middle - last.middle));
    last = { speed, middle };
    from = i;
  }
  return largest;
}

/** The longest time in a row at running speed with a cadence of zero, seconds. */
function longestFloat({ offset, cadence, speed, length }: Track): number {
  let longest = 0;
  let since = NaN;
  for (let i = 0; i < length; i++) {
    if (Number.isNaN(at(offset, i))) continue;
    if (at(cadence, i) === 0 && at(speed, i) > RUNNING_SPEED) {
      if (Number.isNaN(since)) since = at(offset, i);
      longest = Math.max(longest, at(offset, i) - since);
    } else {
      since = NaN;
    }
  }
  return longest;
}

const teleportFlags = ({ teleported }: PlausibilityInput): Flag[] =>
  teleported ? [flag('TELEPORT', 'SOFT', 'Its position jumps further than anybody moves.')] : [];
