import type { LiveWorkout } from '../store/liveWorkouts.ts';
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
      return live.workoutId === null ? undefined : workouts.get(live.workoutId);
    case 'ABANDONED':
      return undefined;
    default:
      return live.status satisfies never;
  }
}
