import { notWhole } from '#platform/storage/storage.ts';
import type { Track } from '../domain/track.ts';
import type { TrackStore } from '../store/tracks.ts';
import type { Workout } from '../store/workoutDocument.ts';
import type { WorkoutStore } from '../store/workouts.ts';

/** What tracks are found with. */
export interface TrackStores {
  readonly tracks: TrackStore;
  readonly workouts: Pick<WorkoutStore, 'get'>;
}

/**
 * The track of a workout; when another has taken its place since the workout was read, that one.
 *
 * @throws StorageError when there is none, or it cannot be decoded
 */
export async function trackOf(
  { tracks, workouts }: TrackStores,
  { _id, trackKey }: Pick<Workout, '_id' | 'trackKey'>,
): Promise<Track> {
  for (let key = trackKey; ;) {
    const track = await tracks.get(key);
    if (track) return track;
    const current = (await workouts.get(_id))?.trackKey;
    if (current === undefined || current === key) throw notWhole(key, 'nothing');
    key = current;
  }
}
