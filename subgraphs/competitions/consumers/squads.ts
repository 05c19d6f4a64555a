import { SquadMemberJoined, SquadMemberLeft, SquadMemberRoleChanged } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { failpoint } from '#platform/failpoints.ts';
import { transaction } from '#platform/postgres/connection.ts';
import { isForgotten } from '#platform/postgres/forgotten.ts';
import { rescoreTeams } from '../scores.ts';
import { holdCompetitions } from '../store/competitions.ts';
import { lockPerson } from '../store/people.ts';
import { keepSquadNews, type SquadNews } from '../store/squads.ts';
import { findSeatsOfSquad } from '../store/teams.ts';
import type { ScoringStore } from './keepWorkout.ts';

/** Who is in which squad: who leaves one plays for its teams no more. */
export const squads = (store: ScoringStore): Handler[] => [
  on(SquadMemberJoined, ({ data }) => keepInStep(store, { ...data, kind: 'joined' })),
  on(SquadMemberRoleChanged, ({ data }) => keepInStep(store, { ...data, kind: 'role' })),
  on(SquadMemberLeft, ({ data }) => keepInStep(store, { ...data, kind: 'left' })),
];

/** Under the person's lock, so that no seat is given meanwhile. Right in any order and for repeats. */
export async function keepInStep({ pool, relay }: ScoringStore, news: SquadNews): Promise<void> {
  await transaction(pool, async (tx) => {
    if (await isForgotten(tx, news.userId)) return;
    await lockPerson(tx, news.userId);
    if (!(await keepSquadNews(tx, news))) return;
    const seats = await findSeatsOfSquad(tx, news.squadId, news.userId);
    await holdCompetitions(
      tx,
      seats.map(({ competitionId }) => competitionId),
    );
    await rescoreTeams(
      tx,
      seats.map(({ teamId }) => teamId),
    );
    failpoint('competitions.squad.before-commit');
  });
  relay.wake();
}
