import type { Sport } from '../sport.ts';
import { at, segmentsOf, type Track } from '../track.ts';
import { genericMet, metAtSpeed } from './metabolic.ts';
import { longestReadingSeconds } from './readings.ts';

/** Best first: the first that the recording allows is used. MANUAL is what the owner told. */
export const ENERGY_SOURCES = ['POWER', 'HEART_RATE', 'DEVICE', 'MANUAL', 'MET_BY_SPEED', 'MET_GENERIC'] as const;
export type EnergySource = (typeof ENERGY_SOURCES)[number];

export type Energy = { kilocalories: number; source: EnergySource };

export type Sex = 'FEMALE' | 'MALE';

/** What is known of a body; null for what is not. */
export type Body = { weightKilograms: number | null; ageYears: number | null; sex: Sex | null };

export type EnergyInput = {
  sport: Sport;
  movingSeconds: number | null;
  averageSpeed: number | null;
  deviceKilocalories: number | null;
  toldKilocalories: number | null;
  heartRate: { timeWeightedBpm: number; seconds: number } | null;
  power: { joules: number; seconds: number } | null;
  body: Body;
};

/** Readings on less than this share of the moving time do not speak for all of it. */
const ENOUGH = 0.8;
/** kcal of food per kJ of mechanical work: 0.239 kcal/kJ at a gross efficiency of 0.24. */
const KCAL_PER_KJ = 0.239 / 0.24;
const MOMENT_SECONDS = 60;
/** Used with metabolic equivalents only, when the person's weight is unknown. */
const ASSUMED_KILOGRAMS = 70;

/**
 * Energy by the best source there is (FORMULAS.md, Energy): power, heart rate with a profile on at least 80 % of the
 * moving seconds, the device's total, what the owner told, MET by speed, generic MET. Never below 0; null when not even a duration is known. Of no
 * time in motion readings tell nothing.
 */
export function energyOf(input: EnergyInput): Energy | null {
  const { movingSeconds, deviceKilocalories, toldKilocalories } = input;
  const estimate = fromPower(input) ?? fromHeartRate(input);
  if (estimate) return atLeastZero(estimate);
  if (deviceKilocalories !== null && (deviceKilocalories > 0 || isMoment(movingSeconds)))
    return atLeastZero({ kilocalories: deviceKilocalories, source: 'DEVICE' });
  if (toldKilocalories !== null) return atLeastZero({ kilocalories: toldKilocalories, source: 'MANUAL' });
  return movingSeconds === null ? null : atLeastZero(fromMet(input, movingSeconds));
}

/** Whether it was so short that none is burnt, in whole kilocalories. Else a device says 0 that knows of none. */
const isMoment = (movingSeconds: number | null): boolean => movingSeconds !== null && movingSeconds < MOMENT_SECONDS;

const atLeastZero = ({ kilocalories, source }: Energy): Energy => ({ kilocalories: Math.max(0, kilocalories), source });

function fromPower({ power, movingSeconds }: EnergyInput): Energy | null {
  if (!power || power.joules <= 0 || !movingSeconds || power.seconds < ENOUGH * movingSeconds) return null;
  return { kilocalories: (power.joules / 1000) * KCAL_PER_KJ, source: 'POWER' };
}

function fromHeartRate({ heartRate, movingSeconds, body }: EnergyInput): Energy | null {
  const { weightKilograms, ageYears, sex } = body;
  if (!heartRate || !movingSeconds || weightKilograms === null || ageYears === null) return null;
  if (heartRate.seconds < ENOUGH * movingSeconds) return null;
  const perMinute = keytel(heartRate.timeWeightedBpm, weightKilograms, ageYears, sex);
  return { kilocalories: (perMinute * movingSeconds) / 60, source: 'HEART_RATE' };
}

/**
 * kcal per minute after Keytel et al. 2005 (J Sports Sci 23:289); with the sex unknown, the mean of both.
 * Linear in heart rate, so the mean heart rate by time gives the mean expenditure.
 */
export function keytel(bpm: number, kilograms: number, ageYears: number, sex: Sex | null): number {
  const man = (-55.0969 + 0.6309 * bpm + 0.1988 * kilograms + 0.2017 * ageYears) / 4.184;
  const woman = (-20.4022 + 0.4472 * bpm - 0.1263 * kilograms + 0.074 * ageYears) / 4.184;
  if (sex === null) return (man + woman) / 2;
  return sex === 'MALE' ? man : woman;
}

function fromMet({ sport, averageSpeed, body }: EnergyInput, movingSeconds: number): Energy {
  const bySpeed = averageSpeed === null || averageSpeed <= 0 ? null : metAtSpeed(sport, averageSpeed);
  const kilograms = body.weightKilograms ?? ASSUMED_KILOGRAMS;
  const kilocalories = ((bySpeed ?? genericMet(sport)) * kilograms * movingSeconds) / 3600;
  return { kilocalories, source: bySpeed === null ? 'MET_GENERIC' : 'MET_BY_SPEED' };
}

/**
 * Mechanical work in joules and the seconds it was measured over; null without power. A reading stands for the time to the
 * next one of its segment, or to the segment's end, as long as one speaks (readings.ts). Points without a reading lie between
 * two where other sensors spoke more often.
 */
export function workOf(track: Track): { joules: number; seconds: number } | null {
  const longest = longestReadingSeconds(track, track.power);
  let joules = 0;
  let seconds = 0;
  for (const { from, to } of segmentsOf(track.segmentStarts, track.length)) {
    let watts = NaN;
    let since = NaN;
    // the time that the reading before speaks for grows with each point, up to the next reading
    let span = 0;
    for (let i = from; i < to; i++) {
      const offset = at(track.offset, i);
      if (Number.isNaN(offset)) continue;
      if (!Number.isNaN(watts)) {
        const grown = Math.min(offset - since, longest);
        joules += watts * (grown - span);
        seconds += grown - span;
        span = grown;
      }
      if (Number.isNaN(at(track.power, i))) continue;
      watts = at(track.power, i);
      since = offset;
      span = 0;
    }
  }
  return seconds > 0 ? { joules, seconds } : null;
}
