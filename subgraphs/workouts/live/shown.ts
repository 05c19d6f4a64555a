import { startOf } from '../domain/live/start.ts';
import { distanceOf, type LiveView } from '../domain/live/view.ts';
import { meters, seconds } from '../domain/rounding.ts';
import { madeTitle, titleOf } from '../domain/title.ts';
import { NO_TRACK } from '../store/tracks.ts';
import type { LiveWorkout } from '../store/liveWorkouts.ts';
import { NOTHING_GIVEN, type Workout } from '../store/workoutDocument.ts';

/** A workout as it is shown, also while it runs. */
export type ShownWorkout = Omit<Workout, 'status'> & { readonly status: Workout['status'] | 'RECORDING' | 'PAUSED' };

/** A running workout in the shape of one that is done: what cannot be known yet is missing. */
export function showLive(live: LiveWorkout, view: LiveView): ShownWorkout {
  const { sport, timeZone } = live;
  const startedAt = new Date(startOf(live, view.firstAt));
  const named = { name: live.title, sport: sport ?? ('OTHER' as const), startedAt: startedAt.getTime(), timeZone };
  return {
    ...UNKNOWN,
    _id: live._id,
    ownerId: live.ownerId,
    version: live.version,
    sourceKey: `live:${live._id}`,
    source: live.source,
    status: live.status === 'RECORDING' ? 'RECORDING' : 'PAUSED',
    sport: named.sport,
    title: titleOf(named),
    visibility: live.visibility,
    createdAt: live.createdAt,
    photos: live.photos,
    startedAt,
    timeZone,
    elapsedSeconds: seconds(view.lastAt === null ? 0 : (view.lastAt - startedAt.getTime()) / 1000),
    distanceMeters: meters(distanceOf(view)),
  };
}

/** What an API key, which reads nothing, is told of the workout that its batch has become: which it is, whose, and whether it is done. */
export const showToDevice = ({ _id, ownerId, status }: ShownWorkout): ShownWorkout => ({
  ...UNKNOWN,
  _id,
  ownerId,
  version: 0,
  sourceKey: '',
  source: 'DEVICE',
  status,
  sport: 'OTHER',
  title: madeTitle({ sport: 'OTHER', startedAt: null, timeZone: 'UTC' }),
  visibility: 'ONLY_ME',
  createdAt: new Date(0),
  startedAt: null,
  timeZone: 'UTC',
  elapsedSeconds: null,
  distanceMeters: null,
});

/** Of a workout whose recording says nothing yet. */
export const UNKNOWN = {
  importId: null,
  isTitleGiven: false,
  description: null,
  recordedSport: null,
  isSportUnnamed: false,
  given: NOTHING_GIVEN,
  metrics: null,
  listPosition: '',
  formerMonths: [],
  photos: [],
  formerFiles: [],
  endedAt: null,
  localDate: null,
  movingSeconds: null,
  movingTimeMethod: null,
  distanceSource: null,
  elevationGainMeters: null,
  elevationLossMeters: null,
  elevationMethod: null,
  averageSpeedMetersPerSecond: null,
  averagePaceSecondsPerKilometer: null,
  energy: null,
  heartRate: null,
  laps: [],
  bestEfforts: [],
  flags: [],
  startPosition: null,
  endPosition: null,
  richness: {
    hasGps: false,
    hasHeartRate: false,
    hasPower: false,
    hasCadence: false,
    hasElevation: false,
    pointCount: 0,
  },
  format: 'LAUREL',
  creator: null,
  formulaVersion: 0,
  fileKey: '',
  fileName: null,
  fileByteLength: null,
  trackKey: NO_TRACK,
  pendingEvents: [],
  hasPendingEvents: false,
  isTombstone: false,
} satisfies Partial<Workout>;
