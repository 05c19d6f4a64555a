import { randomBytes } from 'node:crypto';
import { importActivity } from '#client/activities.ts';
import { CreateCompetitionDocument, JoinCompetitionDocument } from '#client/__generated__/graphql.ts';
import { followBoard } from '#client/demo/board.ts';
import { quantile } from '#client/demo/figures.ts';
import { explain } from '#client/laurel.ts';
import { registerPerson } from '#client/people.ts';
import { generateActivity } from '../../fixtures/generate.ts';
import { CITIES } from '../../fixtures/simulate.ts';

/** Workouts two hours apart in one city, so that none overlaps and nobody travels too fast. */
const FIRST_START_MS = Date.UTC(2026, 0, 1);

/** Imports files one at a time and measures each from its upload to the push of the new score, in milliseconds. */
export async function measurePush(url: string, files: number): Promise<{ medianMs: number; p99Ms: number }> {
  const username = `bench-${randomBytes(4).toString('hex')}`;
  const { id, client } = await registerPerson(url, {
    username,
    email: `${username}@example.org`,
    password: randomBytes(12).toString('hex'),
  });
  const { createCompetition } = await client.run(CreateCompetitionDocument, {
    input: {
      title: 'Bench',
      metric: 'WORKOUT_COUNT',
      startsAt: '2000-01-01T00:00:00.000Z',
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      countsWorkoutsBeforeJoining: true,
    },
  });
  const competitionId = createCompetition.competition?.id;
  if (competitionId === undefined) throw new Error(explain(createCompetition.userErrors));
  await client.run(JoinCompetitionDocument, { input: { competitionId } });
  const board = await followBoard(client, competitionId, () => undefined);
  const times: number[] = [];
  for (let seed = 1; seed <= files; seed++) {
    const activity = generateActivity({ seed, startedAt: FIRST_START_MS + seed * 7_200_000, city: CITIES[0] });
    const before = board.scoreOf(id);
    const startedAt = performance.now();
    await importActivity(client, activity);
    const moved = await board.moved(id, before, 10_000);
    if (moved === undefined) throw new Error(`the board did not move for ${activity.fileName}`);
    times.push(performance.now() - startedAt);
  }
  await client.close();
  return { medianMs: quantile(times, 0.5) ?? 0, p99Ms: quantile(times, 0.99) ?? 0 };
}
