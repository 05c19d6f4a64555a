import DataLoader from 'dataloader';
import type { Loader } from '#platform/loaders.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { Track } from './domain/track.ts';
import { highestBpmOf } from './domain/formulas/laps.ts';
import { visiblePart } from './domain/privacyZones.ts';
import { spikeSpeed } from './domain/sport.ts';
import { occurrences } from './domain/training/recurrence.ts';
import { findPresent } from './domain/groups/session.ts';
import { maySee } from './domain/visibility.ts';
import { seeingLoader, type Seeing, type SeeingStores } from './seeing.ts';
import { trackOf } from './recordings/trackOf.ts';
import { loadWorkouts } from './live/load.ts';
import type { ShownWorkout } from './live/shown.ts';
import type { GroupTools } from './groups/tools.ts';
import type { KeptGroupSession } from './store/groupSessions.ts';
import type { Schedule } from './store/schedules.ts';
import type { WorkoutVersion } from './store/rememberedWorkouts.ts';
import type { Workout } from './store/workoutDocument.ts';

/** What a request loads, each thing once. */
export interface Loaders {
  /** A workout by id; null when there is none or the viewer may not see it. */
  readonly workouts: Loader<ShownWorkout>;
  /** A workout of the viewer's own for show, as it was at a version or is now; null when it is gone. */
  readonly own: DataLoader<WorkoutVersion, Workout | null, string>;
  /** A group session by id; null when there is none or the viewer may not see it. */
  readonly groupSessions: Loader<KeptGroupSession>;
  /** What the viewer may see of a person's workouts. */
  readonly seeing: Loader<Seeing>;
  /** What the viewer may see of a workout's track: split, route and streams of one workout read it once. */
  readonly tracks: DataLoader<TrackOf, Track, string>;
  /** All of a workout's track: for figures of the whole alone. */
  readonly wholeTracks: DataLoader<TrackOf, Track, string>;
  /** The highest heart rate in each lap of a workout, by the lap's index. */
  readonly lapHeartRates: DataLoader<TrackWithLaps, ReadonlyMap<number, number>, string>;
  /** The next times a plan takes place: a calendar tells each plan many times. */
  readonly nextTimes: DataLoader<NextTimes, Date[], string>;
}

/** So many times of a plan. */
type NextTimes = { readonly schedule: Schedule; readonly first: number };

/** Whose track. */
type TrackOf = Pick<Workout, '_id' | 'trackKey' | 'ownerId' | 'sport'>;
type TrackWithLaps = TrackOf & Pick<Workout, 'laps'>;

export function createLoaders(
  stores: Pick<GroupTools, 'workouts' | 'lives' | 'views' | 'tracks' | 'groupSessions' | 'now'> & SeeingStores,
  viewer: Viewer,
): Loaders {
  const seeing = seeingLoader(stores, viewer);
  const visible = async (workout: ShownWorkout): Promise<boolean> =>
    maySee((await seeing.load(workout.ownerId))?.relation ?? 'OTHER', workout.visibility);
  const cacheKeyFn = ({ trackKey }: TrackOf): string => trackKey;
  const wholeTracks: Loaders['wholeTracks'] = new DataLoader(
    (wanted) => Promise.all(wanted.map((each) => trackOf(stores, each))),
    { cacheKeyFn },
  );
  return {
    seeing,
    wholeTracks,
    lapHeartRates: new DataLoader(
      (wanted: readonly TrackWithLaps[]) =>
        Promise.all(wanted.map(async (each) => highestBpmOf(each.laps, await wholeTracks.load(each)))),
      { cacheKeyFn },
    ),
    workouts: new DataLoader(async (ids) => {
      const found = new Map(await loadWorkouts(stores, ids));
      return Promise.all(
        ids.map(async (id) => {
          const workout = found.get(id);
          return workout && (await visible(workout)) ? workout : null;
        }),
      );
    }),
    groupSessions: new DataLoader(async (ids) => {
      const found = new Map((await stores.groupSessions.getMany(ids)).map((session) => [session._id, session]));
      return Promise.all(
        ids.map(async (id) => {
          const session = found.get(id);
          return session && (await maySeeGroup(session, viewer, seeing)) ? session : null;
        }),
      );
    }),
    own: new DataLoader(
      async (wanted) => {
        const found = new Map((await stores.workouts.getVersions(wanted)).map((workout) => [workout._id, workout]));
        return wanted.map(({ id }) => found.get(id) ?? null);
      },
      { cacheKeyFn: ({ id, version }) => `${id} ${version}` },
    ),
    tracks: new DataLoader(
      (wanted) =>
        Promise.all(
          wanted.map(async (each) => {
            const [track, seen] = await Promise.all([wholeTracks.load(each), seeing.load(each.ownerId)]);
            return visiblePart(track, seen?.zones ?? [], spikeSpeed(each.sport));
          }),
        ),
      { cacheKeyFn },
    ),
    nextTimes: new DataLoader(
      (wanted) =>
        Promise.resolve(
          wanted.map(({ schedule, first }) => occurrences(schedule, { from: stores.now(), limit: first })),
        ),
      { cacheKeyFn: ({ schedule, first }) => `${schedule._id} ${schedule.version} ${first}` },
    ),
  };
}

/** Who takes part sees it, and whom its visibility shows it to; nobody whom the host blocked. */
async function maySeeGroup(session: KeptGroupSession, viewer: Viewer, seeing: Loader<Seeing>): Promise<boolean> {
  if (viewer.kind !== 'person') return false;
  const relation = (await seeing.load(session.hostId))?.relation ?? 'OTHER';
  if (relation === 'BLOCKED') return false;
  return findPresent(session, viewer.userId) !== undefined || maySee(relation, session.visibility);
}
