import { done, refused, type Outcome } from '#platform/problems.ts';
import { findOwn } from '../live/load.ts';
import { beingFinished } from '../live/record.ts';
import { showLive, type ShownWorkout } from '../live/shown.ts';
import type { LiveTools } from '../live/tools.ts';
import { liveTopic } from '../live/tools.ts';
import type { LiveWorkout } from '../store/liveWorkouts.ts';
import type { Photo, Workout } from '../store/workoutDocument.ts';

/** The photos of a workout, finished or running, as they are put there and taken away. */
export interface Album {
  readonly workoutId: string;
  readonly ownerId: string;
  readonly photos: readonly Photo[];
  /** Whether what it shows stays shown: a running workout may still be given up. */
  readonly isKept: boolean;
  workout(): Promise<ShownWorkout>;
  /** Shows these photos instead. Undefined when somebody else changed the workout meanwhile: look again then. */
  show(photos: readonly Photo[]): Promise<ShownWorkout | undefined>;
}

export type AlbumTools = Pick<LiveTools, 'workouts' | 'lives' | 'views' | 'notices' | 'wakeRelay'>;

/** The album of a workout of the person's. That it is somebody else's is not told apart from its absence. */
export async function findAlbum(tools: AlbumTools, id: string | undefined, personId: string): Promise<Outcome<Album>> {
  const { workout, live } = await findOwn(tools, id, personId);
  if (workout) return done(albumOf(tools, workout));
  if (live?.status === 'FINISHING') return beingFinished();
  if (live?.isOpen) return done(liveAlbumOf(tools, live));
  return refused('NOT_FOUND', 'There is no such workout.', 'workoutId');
}

const albumOf = ({ workouts, wakeRelay }: AlbumTools, known: Workout): Album => ({
  workoutId: known._id,
  ownerId: known.ownerId,
  photos: known.photos,
  isKept: true,
  workout: () => Promise.resolve(known),
  show: async (photos) => {
    const workout = await workouts.amend(known, { photos: [...photos] }, []);
    if (workout) wakeRelay();
    return workout;
  },
});

function liveAlbumOf({ lives, views, notices }: AlbumTools, live: LiveWorkout): Album {
  const shown = async (each: LiveWorkout): Promise<ShownWorkout> => showLive(each, await views.get(each));
  return {
    workoutId: live._id,
    ownerId: live.ownerId,
    photos: live.photos,
    isKept: false,
    workout: () => shown(live),
    show: async (photos) => {
      const changed = await lives.show(live, photos);
      if (!changed) return undefined;
      notices.send(liveTopic(live._id), { version: changed.version });
      return shown(changed);
    },
  };
}
