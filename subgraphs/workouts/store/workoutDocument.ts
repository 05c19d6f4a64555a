import { z } from 'zod';
import { WORKOUT_SOURCES } from '#events/vocabulary.ts';
import { outboxShape } from '#platform/mongo/pendingEvents.ts';
import { FLAG_CODES, FLAG_SEVERITIES } from '../domain/flags.ts';
import { DISTANCE_SOURCES } from '../domain/formulas/distance.ts';
import { ELEVATION_METHODS } from '../domain/formulas/elevation.ts';
import { ENERGY_SOURCES } from '../domain/formulas/energy.ts';
import { MAXIMUM_SOURCES } from '../domain/formulas/heartRate.ts';
import { MOVING_TIME_METHODS } from '../domain/formulas/movingTime.ts';
import { SPORTS } from '../domain/sport.ts';
import { VISIBILITIES } from '../domain/visibility.ts';

const figure = z.number().nullable();
const position = z.object({ latitude: z.number(), longitude: z.number() }).nullable();

/** What a recording says and was computed from it: all that a richer recording of the same activity replaces. */
export const recordingShape = {
  source: z.enum(WORKOUT_SOURCES),
  sport: z.enum(SPORTS),
  /** What the recording would be without what its owner says; null for one from before that was kept. */
  recordedSport: z.enum(SPORTS).nullable().default(null),
  /** Whether the recording names no sport that we know: it is guessed, or OTHER; not noted of some from before. */
  isSportUnnamed: z.boolean().default(false),
  status: z.enum(['COMPLETED', 'NEEDS_TIMES']),
  startedAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  timeZone: z.string(),
  localDate: z.string().nullable(),
  elapsedSeconds: figure,
  movingSeconds: figure,
  movingTimeMethod: z.enum(MOVING_TIME_METHODS).nullable(),
  distanceMeters: figure,
  distanceSource: z.enum(DISTANCE_SOURCES).nullable(),
  elevationGainMeters: figure,
  elevationLossMeters: figure,
  elevationMethod: z.enum(ELEVATION_METHODS).nullable(),
  averageSpeedMetersPerSecond: figure,
  averagePaceSecondsPerKilometer: figure,
  energy: z.object({ kilocalories: z.number(), source: z.enum(ENERGY_SOURCES) }).nullable(),
  heartRate: z
    .object({
      averageBpm: z.number(),
      maxBpm: z.number(),
      zones: z.array(z.object({ zone: z.int(), seconds: z.number() })),
      maximumBpm: z.number(),
      maximumSource: z.enum(MAXIMUM_SOURCES),
    })
    .nullable(),
  laps: z.array(
    z.object({
      index: z.int(),
      startOffsetSeconds: figure,
      elapsedSeconds: z.number(),
      distanceMeters: figure,
      averageHeartRateBpm: figure,
    }),
  ),
  bestEfforts: z.array(
    z.object({ distanceMeters: z.number(), elapsedSeconds: z.number(), startOffsetSeconds: z.number() }),
  ),
  flags: z.array(z.object({ code: z.enum(FLAG_CODES), severity: z.enum(FLAG_SEVERITIES), message: z.string() })),
  startPosition: position,
  endPosition: position,
  richness: z.object({
    hasGps: z.boolean(),
    hasHeartRate: z.boolean(),
    hasPower: z.boolean(),
    hasCadence: z.boolean(),
    hasElevation: z.boolean(),
    pointCount: z.int(),
  }),
  format: z.enum(['FIT', 'TCX', 'GPX', 'LAUREL']),
  /** The device or application that made the file. */
  creator: z.string().nullable(),
  formulaVersion: z.int(),
  /** Where the file as it came and the track made of it lie in the object storage. */
  fileKey: z.string(),
  /** What its owner called the file, and its length as it came; null for one from before that was kept. */
  fileName: z.string().nullable().default(null),
  fileByteLength: z.int().nullable().default(null),
  trackKey: z.string(),
};

/** A photo as it stands in the document of its workout. */
export const photoSchema = z.object({
  /** What it is shown by, and its id to others. */
  mediaId: z.string(),
  uploadId: z.string(),
  /** Where its sizes lie in the object storage. */
  variantKeys: z.array(z.string()),
  /** Of the largest size, in pixels. */
  width: z.int(),
  height: z.int(),
  addedAt: z.date(),
});
/** A photo of a workout. */
export type Photo = z.infer<typeof photoSchema>;

/** A file that a workout was made of before: see domain/originalFiles.ts. */
const formerFileSchema = z.object({
  fileKey: z.string(),
  fileName: z.string(),
  fileByteLength: z.int(),
  version: z.int(),
});

const givenSchema = z.object({
  sport: z.enum(SPORTS).nullable(),
  startedAt: z.date().nullable(),
  elapsedSeconds: figure,
  /** Told by hand before there was a recording: beside what is measured they count for nothing. */
  distanceMeters: figure.default(null),
  kilocalories: figure.default(null),
});
/** The recording stands as it is. */
export const NOTHING_GIVEN: z.infer<typeof givenSchema> = {
  sport: null,
  startedAt: null,
  elapsedSeconds: null,
  distanceMeters: null,
  kilocalories: null,
};

export const workoutSchema = z.object({
  _id: z.string(),
  ownerId: z.string(),
  /** Goes up with every change; events carry it. */
  version: z.int(),
  /** What it came from, once only: `file:<owner>:<sha256 of the unpacked content>`, `entry:<owner>:<sha256 of the client's id>`. */
  sourceKey: z.string(),
  /** Null where no file was imported. */
  importId: z.string().nullable(),
  title: z.string(),
  /** Whether its owner called it so; not noted of some from before. */
  isTitleGiven: z.boolean().default(false),
  /** What its owner writes of it; null without any. */
  description: z.string().nullable().default(null),
  /** What the owner says in place of what the recording says, or a sport that another recording names alone; null where it stands. */
  given: givenSchema.default(NOTHING_GIVEN),
  /** Free figures of the owner as JSON; null without any. */
  metrics: z.string().nullable().default(null),
  visibility: z.enum(VISIBILITIES),
  /** In the order they were added. */
  photos: z.array(photoSchema).default([]),
  /** Oldest first. */
  formerFiles: z.array(formerFileSchema).default([]),
  createdAt: z.date(),
  /** Where it stands in its owner's list: see domain/listPosition.ts. */
  listPosition: z.string(),
  /** Months of the diary it stood in before: see domain/diary/. */
  formerMonths: z.array(z.string()).default([]),
  ...recordingShape,
  ...outboxShape,
});

/** Kept as texts: see the definition of a collection. */
export const PACKED_FIELDS = [
  'energy',
  'heartRate',
  'laps',
  'bestEfforts',
  'flags',
  'startPosition',
  'endPosition',
  'richness',
] as const satisfies readonly (keyof Workout)[];

/** A workout as it is kept. */
export type Workout = z.infer<typeof workoutSchema>;
/** What a recording says and was computed from it. */
export type RecordedFigures = Pick<Workout, keyof typeof recordingShape>;
/** A workout that is going to be kept. */
export type NewWorkout = Omit<Workout, 'pendingEvents' | 'hasPendingEvents' | 'isTombstone'>;
/** What may be different of a workout from now on. */
export type WorkoutChanges = Partial<
  RecordedFigures &
    Pick<
      Workout,
      | 'title'
      | 'isTitleGiven'
      | 'description'
      | 'visibility'
      | 'given'
      | 'metrics'
      | 'listPosition'
      | 'photos'
      | 'formerFiles'
    >
>;
