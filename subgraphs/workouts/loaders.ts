import DataLoader from 'dataloader';
import { createLoader, type Loader } from '#platform/loaders.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { Track } from './domain/track.ts';
import { visiblePart } from './domain/privacyZones.ts';
import { maySee } from './domain/visibility.ts';
import { seeingLoader, type Seeing, type SeeingStores } from './seeing.ts';
import type { TrackStore } from './store/tracks.ts';
import type { Workout } from './store/workoutDocument.ts';
import type { WorkoutStore } from './store/workouts.ts';

/** What a request loads, each thing once. */
export interface Loaders {
  /** A workout by id; null when there is none or the viewer may not see it. */
  readonly workouts: Loader<Workout>;
  /** What the viewer may see of a person's workouts. */
  readonly seeing: Loader<Seeing>;
  /** What the viewer may see of a workout's track: split, route and streams of one workout read it once. */
  readonly tracks: DataLoader<TrackOf, Track, string>;
}

/** Whose track. */
type TrackOf = Pick<Workout, 'trackKey' | 'ownerId'>;

export function createLoaders(
  stores: { readonly workouts: WorkoutStore; readonly tracks: TrackStore } & SeeingStores,
  viewer: Viewer,
): Loaders {
  const seeing = seeingLoader(stores, viewer);
  const visible = async (workout: Workout): Promise<boolean> =>
    maySee((await seeing.load(workout.ownerId))?.relation ?? 'OTHER', workout.visibility);
  return {
    seeing,
    workouts: createLoader(
      async (ids) => {
        const found = await stores.workouts.getMany(ids);
        const shown = await Promise.all(found.map(visible));
        return found.filter((_workout, i) => shown[i]);
      },
      ({ _id }) => _id,
    ),
    tracks: new DataLoader((wanted) => Promise.all(wanted.map((each) => visibleTrack(stores.tracks, each, seeing))), {
      cacheKeyFn: ({ trackKey }) => trackKey,
    }),
  };
}

async function visibleTrack(
  tracks: TrackStore,
  { trackKey, ownerId }: TrackOf,
  seeing: Loader<Seeing>,
): Promise<Track> {
  const [track, seen] = await Promise.all([tracks.get(trackKey), seeing.load(ownerId)]);
  return visiblePart(track, seen?.zones ?? []);
}
