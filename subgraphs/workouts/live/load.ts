import type { LiveWorkout } from '../store/liveWorkouts.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { showLive, type ShownWorkout } from './shown.ts';
import type { LiveTools } from './tools.ts';

/** Workouts by their ids, running ones too. One that was the same activity as another is that other one. */
export async function loadWorkouts(
  tools: Pick<LiveTools, 'workouts' | 'lives' | 'views'>,
  ids: readonly string[],
): Promise<(readonly [id: string, workout: ShownWorkout])[]> {
  const found = await tools.workouts.getMany(ids);
  const known = new Set(found.map(({ _id }) => _id));
  const lives = await tools.lives.getMany(ids.filter((id) => !known.has(id)));
  const running = await Promise.all(
    lives.map(async (live) => {
      const shown = await show(tools, live);
      return shown ? [[live._id, shown] as const] : [];
    }),
  );
  return [...found.map((workout) => [workout._id, workout] as const), ...running.flat()];
}

async function show(
  { workouts, views }: Pick<LiveTools, 'workouts' | 'views'>,
  live: LiveWorkout,
): Promise<ShownWorkout | undefined> {
  switch (live.status) {
    case 'RECORDING':
    case 'PAUSED':
    case 'FINISHING':
      return showLive(live, await views.get(live));
    case 'FINISHED':
      return becameOf(workouts, live);
    case 'ABANDONED':
      return undefined;
    default:
      return live.status satisfies never;
  }
}

/** The workout that a recording which is over has become: its own, or the one that was there of the same activity. */
const becameOf = async (workouts: LiveTools['workouts'], { workoutId }: LiveWorkout): Promise<Workout | undefined> =>
  workoutId === null ? undefined : workouts.get(workoutId);

/** The id of the workout that is kept under an id, or that the recording which ran under it has become. */
export const becameIdOf = async (
  { lives }: { readonly lives: Pick<LiveTools['lives'], 'get'> },
  id: string,
): Promise<string> => (await lives.get(id))?.workoutId ?? id;

/** What is kept of somebody's under an id, or what of theirs runs or did under it and is no workout: at most one of these. */
export interface Own {
  readonly workout?: Workout;
  readonly live?: LiveWorkout;
}

/** What an id is of a person's, as `loadWorkouts` finds it. That it is somebody else's is not told apart from its absence. */
export async function findOwn(
  { workouts, lives }: Pick<LiveTools, 'workouts' | 'lives'>,
  id: string | undefined,
  ownerId: string,
): Promise<Own> {
  if (id === undefined) return {};
  const kept = await workouts.get(id);
  const live = kept ? undefined : await lives.get(id);
  const workout = kept ?? (live && (await becameOf(workouts, live)));
  if (workout) return workout.ownerId === ownerId ? { workout } : {};
  return live?.ownerId === ownerId ? { live } : {};
}
