import { callerError } from '#platform/errors.ts';
import { parseId } from '#platform/server/input.ts';
import type { WorkoutResolvers } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import { openFlags } from '../domain/flags.ts';
import { heartRateBetween } from '../domain/formulas/heartRate.ts';
import { averageCadence, averagePower, maxPower, maxSpeed } from '../domain/formulas/intensity.ts';
import { paceCurveOf } from '../domain/formulas/pace.ts';
import { routeOf } from '../domain/formulas/route.ts';
import { METERS_PER, splitsOf } from '../domain/formulas/splits.ts';
import { streamsOf } from '../domain/formulas/streams.ts';
import { originalFileOf, type OriginalFile } from '../domain/originalFiles.ts';
import { effortsIn } from '../domain/privacyZones.ts';
import { bpm, cadence, meters, seconds, speed, watts } from '../domain/rounding.ts';
import { spikeSpeed } from '../domain/sport.ts';
import { heartRateFor, maySeeEnergy } from '../seeing.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { ORIGINAL_LIFETIME_MS, originalName } from '../uploads/originalRoute.ts';
import { checkMaxPoints } from './maxPoints.ts';

const MAX_TOLERANCE_METERS = 1000;

export const workout: WorkoutResolvers = {
  __resolveReference: ({ id }, { loaders }) => {
    const parsed = parseId(id);
    return parsed === undefined ? null : loaders.workouts.load(parsed);
  },
  id: ({ _id }) => _id,
  metrics: ({ metrics }) => jsonOf(metrics),
  originalFile: (workout, _args, context) => {
    const file = originalFileOf(workout);
    return file && isOwn(workout, context) ? shownFile(originalName(workout._id), file, context) : null;
  },
  formerFiles: (workout, _args, context) =>
    isOwn(workout, context)
      ? workout.formerFiles.map((file) => shownFile(originalName(workout._id, file.version), file, context))
      : [],
  owner: ({ ownerId }) => ({ __typename: 'User', id: ownerId }),
  movingTimeSource: ({ movingTimeMethod }) => movingTimeMethod,
  elevationSource: ({ elevationMethod }) => elevationMethod,
  energy: async ({ ownerId, energy }, _args, { loaders }) => {
    const seen = await loaders.seeing.load(ownerId);
    return energy && seen && maySeeEnergy(seen, energy) ? energy : null;
  },
  flags: async ({ ownerId, flags }, _args, { loaders }) =>
    (await loaders.seeing.load(ownerId))?.relation === 'SELF' ? flags : openFlags(flags),
  heartRate: async ({ ownerId, heartRate }, _args, { loaders }) => {
    const seen = await loaders.seeing.load(ownerId);
    return heartRate && seen ? heartRateFor(seen, heartRate) : null;
  },
  averagePowerWatts: async (workout, _args, { loaders }) =>
    watts(averagePower(await loaders.wholeTracks.load(workout))),
  maxPowerWatts: async (workout, _args, { loaders }) => watts(maxPower(await loaders.wholeTracks.load(workout))),
  averageCadencePerMinute: async (workout, _args, { loaders }) =>
    cadence(averageCadence(await loaders.wholeTracks.load(workout))),
  maxSpeedMetersPerSecond: async (workout, _args, { loaders }) =>
    speed(maxSpeed(await loaders.wholeTracks.load(workout), spikeSpeed(workout.sport))),
  laps: (workout) => workout.laps.map((lap) => ({ ...lap, of: workout })),
  splits: async (workout, { unit }, { loaders }) => {
    const [track, seen] = await Promise.all([loaders.tracks.load(workout), loaders.seeing.load(workout.ownerId)]);
    const heartRate = seen?.heartRate ? heartRateBetween(track) : () => null;
    return splitsOf(paceCurveOf(track), METERS_PER[unit]).map((split) => ({
      index: split.index,
      distanceMeters: meters(split.distanceMeters),
      elapsedSeconds: seconds(split.elapsedSeconds),
      averageHeartRateBpm: bpm(heartRate(split.startOffsetSeconds, split.startOffsetSeconds + split.elapsedSeconds)),
    }));
  },
  bestEfforts: async (workout, _args, { loaders }) => {
    const seen = await loaders.seeing.load(workout.ownerId);
    if (!seen || seen.zones.length === 0 || !workout.startedAt) return workout.bestEfforts;
    return effortsIn(await loaders.tracks.load(workout), workout.bestEfforts, workout.startedAt.getTime());
  },
  route: async (workout, { toleranceMeters }, { loaders }) => {
    if (!(toleranceMeters >= 0 && toleranceMeters <= MAX_TOLERANCE_METERS)) {
      throw callerError('BAD_USER_INPUT', `toleranceMeters must be 0 to ${MAX_TOLERANCE_METERS}.`);
    }
    const seen = await loaders.seeing.load(workout.ownerId);
    const route = seen?.map ? routeOf(await loaders.tracks.load(workout), toleranceMeters) : null;
    return route && { ...route, of: workout };
  },
  streams: async (workout, { kinds, maxPoints }, { loaders }) => {
    checkMaxPoints(maxPoints);
    const seen = await loaders.seeing.load(workout.ownerId);
    const open = seen?.heartRate ? kinds : kinds.filter((kind) => kind !== 'HEART_RATE');
    return open.length === 0 ? [] : streamsOf(await loaders.tracks.load(workout), open, maxPoints);
  },
};

const isOwn = ({ ownerId }: Pick<Workout, 'ownerId'>, { viewer }: Context): boolean =>
  viewer.kind === 'person' && viewer.userId === ownerId;

/** A file as its owner may fetch it from now on, for a while, by what its address is called. */
function shownFile(name: string, { fileName, fileByteLength }: OriginalFile, { originalUrls, now }: Context) {
  const expiresAt = new Date(now().getTime() + ORIGINAL_LIFETIME_MS);
  return { url: originalUrls.make(name, expiresAt), fileName, byteLength: fileByteLength, expiresAt };
}

/** Checked when it was written. */
const jsonOf = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
