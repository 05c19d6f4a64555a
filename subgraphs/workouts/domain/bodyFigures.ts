import { UNKNOWN_PROFILE, type HeartRateSummary, type Profile } from './figures.ts';
import { energyOf, workOf, type Energy } from './formulas/energy.ts';
import { heartRateOf, highestBpm, maximumHeartRate, type HeartRateFigures } from './formulas/heartRate.ts';
import type { Recording } from './recording.ts';
import { bpm, kilocalories, seconds } from './rounding.ts';
import type { Sport } from './sport.ts';
import type { Track } from './track.ts';

export type BodyInput = {
  recording: Recording;
  sport: Sport;
  track: Track;
  /** Where the person was at the start; null without usable times. */
  localDate: string | null;
  profile: Profile | undefined;
  movingSeconds: number | null;
  averageSpeed: number | null;
};

export type BodyFigures = { energy: Energy | null; heartRate: HeartRateSummary | null };

/** Heart rate and energy: the figures that depend on the person. */
export function bodyFigures({
  recording: { totals, told },
  track,
  profile = UNKNOWN_PROFILE,
  ...input
}: BodyInput): BodyFigures {
  const ageYears = ageAt(profile.birthDate, track.startedAt);
  const highest = highestBpm(track.heartRate) ?? totals.maxHeartRateBpm ?? 0;
  const maximum = maximumHeartRate(profile.maxHeartRateBpm, ageYears, highest);
  const zoned = { maximumBpm: bpm(maximum.bpm), maximumSource: maximum.source };
  const readings = heartRateOf(track, maximum.bpm);
  const energy = energyOf({
    sport: input.sport,
    movingSeconds: input.movingSeconds,
    averageSpeed: input.averageSpeed,
    deviceKilocalories: totals.kilocalories,
    toldKilocalories: told?.kilocalories ?? null,
    heartRate: readings,
    power: workOf(track),
    body: { ageYears, sex: profile.sex, weightKilograms: weightOn(profile, input.localDate) },
  });
  return {
    energy: energy && { ...energy, kilocalories: kilocalories(energy.kilocalories) },
    heartRate: readings ? fromReadings(readings, zoned) : fromTotals(totals, zoned),
  };
}

type Zoned = Pick<HeartRateSummary, 'maximumBpm' | 'maximumSource'>;

const fromReadings = ({ averageBpm, maxBpm, zones }: HeartRateFigures, zoned: Zoned): HeartRateSummary => ({
  averageBpm: bpm(averageBpm),
  maxBpm: Math.round(maxBpm),
  zones: zones.map((each) => ({ zone: each.zone, seconds: seconds(each.seconds) })),
  ...zoned,
});

/** Devices may tell mean and maximum without a single reading: then no zone is known. */
function fromTotals(
  { averageHeartRateBpm: average, maxHeartRateBpm: max }: Recording['totals'],
  zoned: Zoned,
): HeartRateSummary | null {
  if (!average) return null;
  const zones = [1, 2, 3, 4, 5].map((zone) => ({ zone, seconds: 0 }));
  return { averageBpm: bpm(average), maxBpm: Math.round(Math.max(max ?? average, average)), zones, ...zoned };
}

/**
 * What a person weighed on a date: by the last time they told before it ended, else by the first time they ever told. Without a
 * date, or a history, what they weigh now.
 */
export function weightOn({ bodyWeights, weightKilograms }: Profile, date: string | null): number | null {
  if (date === null) return weightKilograms;
  const then = bodyWeights.find(({ measuredOn }) => measuredOn <= date) ?? bodyWeights.at(-1);
  return then?.kilograms ?? weightKilograms;
}

/** Full years at an instant, or null when either is unknown or the date is none. */
export function ageAt(birthDate: string | null, instant: number | null): number | null {
  const birth = birthDate === null ? NaN : Date.parse(`${birthDate}T00:00:00Z`);
  if (Number.isNaN(birth) || instant === null || birth > instant) return null;
  const [born, then] = [new Date(birth), new Date(instant)];
  const hadBirthday = then.getUTCMonth() * 100 + then.getUTCDate() >= born.getUTCMonth() * 100 + born.getUTCDate();
  return then.getUTCFullYear() - born.getUTCFullYear() - (hadBirthday ? 0 : 1);
}
