import DataLoader from 'dataloader';
import { createLoader, type Loader } from '#platform/loaders.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { Track } from './domain/track.ts';
import { maySee } from './domain/visibility.ts';
import type { TrackStore } from './store/tracks.ts';
import type { Workout } from './store/workoutDocument.ts';
import type { WorkoutStore } from './store/workouts.ts';

/** What a request loads, each thing once. */
export interface Loaders {
  /** A workout by id; null when there is none or the viewer may not see it. */
  readonly workouts: Loader<Workout>;
  /** A track by its key: split, route and streams of one workout read it once. */
  readonly tracks: DataLoader<string, Track>;
}

export const createLoaders = (
  { workouts, tracks }: { workouts: WorkoutStore; tracks: TrackStore },
  viewer: Viewer,
): Loaders => {
  const viewerId = viewer.kind === 'person' ? viewer.userId : null;
  return {
    workouts: createLoader(
      async (ids) => (await workouts.getMany(ids)).filter((workout) => maySee(viewerId, workout)),
      ({ _id }) => _id,
    ),
    tracks: new DataLoader((keys) => Promise.all(keys.map((key) => tracks.get(key)))),
  };
};
