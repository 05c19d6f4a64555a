import { startOf } from '../domain/live/start.ts';
import { allRepetitions, type ExerciseSet } from '../domain/live/sets.ts';
import type { GroupParticipant, GroupResult } from '../domain/groups/session.ts';
import { ranksOf, type GroupFigures } from '../domain/groups/standing.ts';
import { meters, seconds } from '../domain/rounding.ts';
import { setsIn } from '../live/setMetrics.ts';
import type { LiveTools } from '../live/tools.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';
import type { LiveWorkout } from '../store/liveWorkouts.ts';

type Stores = Pick<LiveTools, 'lives' | 'views' | 'workouts'>;

/** Somebody in a session with what they have come to; null while they told of nothing. */
export type Standing = { readonly participant: GroupParticipant; readonly result: GroupResult | null };

/** What everybody has come to, the best first, then who came first: as it stands, or as it was in the end. */
export async function standingsOf(stores: Stores, session: KeptGroupSession): Promise<Standing[]> {
  const { participants } = session;
  const isOver = participants.some(({ result }) => result !== null);
  const results = isOver ? participants.map(({ result }) => result) : await resultsOf(stores, participants);
  return participants
    .map((participant, i) => ({ participant, result: results[i] ?? null }))
    .sort((a, b) => (a.result?.rank ?? Infinity) - (b.result?.rank ?? Infinity) || 0);
}

/** What each of them has come to so far. Who has left is in no rank. */
export async function resultsOf(
  stores: Stores,
  participants: readonly GroupParticipant[],
): Promise<(GroupResult | null)[]> {
  const all = await Promise.all(participants.map(({ liveId }) => figuresOf(stores, liveId)));
  const ranks = ranksOf(all.map((figures, i) => (participants[i]?.status === 'JOINED' ? figures : null)));
  return all.map((figures, i) => {
    if (!figures) return null;
    const { allRepetitions: _all, ...shown } = figures;
    return { ...shown, rank: ranks[i] ?? null };
  });
}

async function figuresOf({ lives, views, workouts }: Stores, liveId: string): Promise<GroupFigures | null> {
  const live = await lives.get(liveId);
  if (!live || live.status === 'ABANDONED') return null;
  if (live.status !== 'FINISHED') return fromView(live, await views.get(live));
  const workout = live.workoutId === null ? undefined : await workouts.get(live.workoutId);
  if (!workout) return null;
  const { elapsedSeconds, distanceMeters } = workout;
  return {
    elapsedSeconds: elapsedSeconds ?? 0,
    distanceMeters,
    heartRateBpm: null,
    ...fromSets(setsIn(workout.metrics)),
  };
}

/** What is shown of sets: the last one, and all repetitions together. */
function fromSets(sets: readonly ExerciseSet[]) {
  const last = sets.at(-1);
  return {
    exercise: last?.exercise ?? null,
    repetitions: last?.repetitions ?? null,
    allRepetitions: allRepetitions(sets),
  };
}

function fromView(
  live: LiveWorkout,
  { firstAt, lastAt, deviceMeters, heartRateBpm, sets }: Awaited<ReturnType<LiveTools['views']['get']>>,
): GroupFigures | null {
  if (lastAt === null) return null;
  return {
    elapsedSeconds: seconds((lastAt - startOf(live, firstAt)) / 1000),
    distanceMeters: meters(deviceMeters),
    heartRateBpm: heartRateBpm === null ? null : Math.round(heartRateBpm),
    ...fromSets(sets),
  };
}
