import { z } from 'zod';
import { date, defineEvent, id, instant } from './define.ts';
import { SPORTS, WORKOUT_SOURCES } from './vocabulary.ts';

/** The sports, as in schema/shared.graphql. */
export const sport = z.enum(SPORTS);

/** How a workout came to us, as in schema/shared.graphql. */
export const workoutSource = z.enum(WORKOUT_SOURCES);

/** The figures of a workout that other domains score and reward by. */
const figures = {
  workoutId: id,
  ownerId: id,
  sport,
  source: workoutSource,
  visibility: z.enum(['EVERYONE', 'FRIENDS', 'ONLY_ME']),
  startedAt: instant,
  endedAt: instant,
  /** The local date at the start, frozen on arrival. */
  localDate: date,
  elapsedSeconds: z.number().nonnegative(),
  movingSeconds: z.number().nonnegative(),
  distanceMeters: z.number().nonnegative().nullable(),
  kilocalories: z.number().nonnegative().nullable(),
  elevationGainMeters: z.number().nonnegative().nullable(),
  hasPositions: z.boolean(),
  hasHeartRate: z.boolean(),
  /** The worst severity among the workout's flags; null without flags. */
  worstFlag: z.enum(['INFO', 'SOFT', 'HARD']).nullable(),
  bestEfforts: z.array(z.object({ distanceMeters: z.number().positive(), elapsedSeconds: z.number().positive() })),
};

/** A workout with usable times is complete. */
export const WorkoutCompleted = defineEvent('workouts', 'WorkoutCompleted', 1, figures);
/** A workout's figures are different now; carries all of them. */
export const WorkoutChanged = defineEvent('workouts', 'WorkoutChanged', 1, figures);
/** A workout is gone. */
export const WorkoutDeleted = defineEvent('workouts', 'WorkoutDeleted', 1, { workoutId: id, ownerId: id });

/** Samples of a device have come, and are kept: which batch they belong to, and where they stand in the stream SAMPLES. */
export const DeviceDataReceived = defineEvent('workouts', 'DeviceDataReceived', 1, {
  /** The batch, and the workout that it becomes: the samples are at `samples.<batchId>` until then. */
  batchId: id,
  ownerId: id,
  sampleCount: z.int().nonnegative(),
  /** Sequence in SAMPLES up to which the batch has come. */
  throughSequence: z.int().nonnegative(),
  /** Whether the batch is closed with them. */
  last: z.boolean(),
});

/** A picture has arrived and can be shown. An activity file is told of by the workout that it becomes. */
export const UploadStored = defineEvent('workouts', 'UploadStored', 1, {
  uploadId: id,
  ownerId: id,
  purpose: z.enum(['WORKOUT_FILE', 'AVATAR', 'WORKOUT_PHOTO', 'CHAT_IMAGE', 'WORKOUT_ARCHIVE']),
  byteLength: z.int().nonnegative(),
  /** What it is shown by, below /media; null for what is no picture, in events from when those were told of, too. */
  mediaId: id.nullable().default(null),
});

/**
 * Several people are going to do one thing at one time. What they call it is people's words, and stands in no event. The
 * aggregate is the session, and its version grows with every event of it; its first participant, the host, comes by `GroupSessionJoined`.
 */
export const GroupSessionCreated = defineEvent('workouts', 'GroupSessionCreated', 1, {
  groupSessionId: id,
  hostId: id,
  sport,
  visibility: z.enum(['EVERYONE', 'FRIENDS', 'ONLY_ME']),
  /** When it is planned for; null where nobody said. */
  startsAt: instant.nullable(),
});
/** Somebody takes part in a group session from now on, or does so in another role. */
export const GroupSessionJoined = defineEvent('workouts', 'GroupSessionJoined', 1, {
  groupSessionId: id,
  userId: id,
  role: z.enum(['HOST', 'PARTICIPANT']),
});
/** Somebody takes part in a group session no more. */
export const GroupSessionLeft = defineEvent('workouts', 'GroupSessionLeft', 1, { groupSessionId: id, userId: id });
/** A group session runs. */
export const GroupSessionStarted = defineEvent('workouts', 'GroupSessionStarted', 1, {
  groupSessionId: id,
  startedAt: instant,
});
/** A group session is over, with what everybody came to who told of anything; or it was given up before it began. */
export const GroupSessionEnded = defineEvent('workouts', 'GroupSessionEnded', 1, {
  groupSessionId: id,
  endedAt: instant,
  isCancelled: z.boolean(),
  results: z.array(
    z.object({
      userId: id,
      /** By standard competition ranking. */
      rank: z.int().positive(),
      elapsedSeconds: z.number().nonnegative(),
      distanceMeters: z.number().nonnegative().nullable(),
      /** The workout it was kept as; null where it was kept as none. */
      workoutId: id.nullable(),
    }),
  ),
});
