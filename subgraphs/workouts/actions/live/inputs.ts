import { z } from 'zod';
import type { Sample } from '../../domain/live/sample.ts';
import { startInput } from '../startInput.ts';

/** More come in several calls. */
const MAX_BATCH = 1000;
export const LARGEST_SEQUENCE = 2_000_000_000;
export const LARGEST_METERS = 1e7;

/** A figure within bounds; null where it was not told. */
export const within = (low: number, high: number) =>
  z
    .number()
    .min(low, `At least ${low} is allowed.`)
    .max(high, `At most ${high} is allowed.`)
    .nullish()
    .transform((value) => value ?? null);

const sample = z
  .object({
    sequence: z.int().min(0).max(LARGEST_SEQUENCE),
    at: startInput(),
    latitude: within(-90, 90),
    longitude: within(-180, 180),
    elevationMeters: within(-500, 15_000),
    heartRateBpm: within(0, 300),
    cadence: within(0, 500),
    powerWatts: within(0, 5000),
    distanceMeters: within(0, LARGEST_METERS),
  })
  .refine(({ latitude, longitude }) => longitude === null || latitude !== null, {
    path: ['latitude'],
    message: 'A position has a latitude too.',
  })
  .refine(({ latitude, longitude }) => latitude === null || longitude !== null, {
    path: ['longitude'],
    message: 'A position has a longitude too.',
  })
  .transform((told): Sample => ({
    sequence: told.sequence,
    at: told.at.getTime(),
    latitude: told.latitude,
    longitude: told.longitude,
    elevation: told.elevationMeters,
    heartRate: told.heartRateBpm,
    cadence: told.cadence,
    power: told.powerWatts,
    distance: told.distanceMeters,
    exercise: null,
    repetitions: null,
  }));

/** A batch of samples as it is told. */
export const samplesInput = z.array(sample).max(MAX_BATCH, `At most ${MAX_BATCH} samples are allowed in a call.`);
