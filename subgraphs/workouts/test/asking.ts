import { z } from 'zod';
import { query } from './support.ts';

/** The workouts of a person, newest first. */
export async function workoutsOf(
  url: string,
  personId: string,
): Promise<{ id: string; title: string; startedAt: string | null }[]> {
  const data = await query(
    url,
    personId,
    `query($who: [_Any!]!) { _entities(representations: $who) { ... on Viewer {
      workouts(first: 100) { edges { node { id title startedAt } } } } } }`,
    { who: [{ __typename: 'Viewer', id: personId }] },
  );
  const node = z.object({ id: z.string(), title: z.string(), startedAt: z.string().nullable() });
  const viewer = z.object({ workouts: z.object({ edges: z.array(z.object({ node })) }) });
  const [found] = z.object({ _entities: z.tuple([viewer]) }).parse(data)._entities;
  return found.workouts.edges.map((edge) => edge.node);
}

/** All that a person ever did, by year. */
export async function statisticsOf(url: string, personId: string) {
  const data = await query(
    url,
    personId,
    `query($who: [_Any!]!) { _entities(representations: $who) { ... on Viewer {
      workoutStatistics(from: "2000-01-01", to: "2100-01-01", groupBy: YEAR) { totalWorkouts totalElapsedSeconds totalMovingSeconds
        totalDistanceMeters totalKilocalories averageElapsedSeconds bySport { sport totalWorkouts }
        periods { startDate totalWorkouts totalDistanceMeters totalMovingSeconds totalKilocalories }
        records { kind sport value workout { id } } } } } }`,
    { who: [{ __typename: 'Viewer', id: personId }] },
  );
  const figure = z.number();
  const totals = {
    totalWorkouts: z.int(),
    totalDistanceMeters: figure,
    totalMovingSeconds: figure,
    totalKilocalories: figure,
  };
  const workoutStatistics = z.object({
    ...totals,
    totalElapsedSeconds: figure,
    averageElapsedSeconds: figure.nullable(),
    bySport: z.array(z.object({ sport: z.string(), totalWorkouts: z.int() })),
    periods: z.array(z.object({ startDate: z.string(), ...totals })),
    records: z.array(
      z.object({
        kind: z.string(),
        sport: z.string(),
        value: figure,
        workout: z.object({ id: z.string() }).nullable(),
      }),
    ),
  });
  return z.object({ _entities: z.tuple([z.object({ workoutStatistics })]) }).parse(data)._entities[0].workoutStatistics;
}
