import { CompetitionFinalized } from '#events/competitions.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { FINAL_VERSION } from '../store/boards.ts';
import { standingOf } from './standingOf.ts';
import type { Hearing } from './hearing.ts';

/** The standings are final: they stand on the board as told, and no score that comes later changes them. */
export const competitionFinalized = ({ boards, changed }: Hearing): Handler =>
  on(CompetitionFinalized, async ({ data: { competitionId, standings, teams, part, parts } }) => {
    const participants = standings.map((each) => ({
      participationId: each.participationId,
      userId: each.userId,
      version: FINAL_VERSION,
      standing: standingOf(each),
    }));
    const places = teams.map((each) => ({
      participationId: each.teamId,
      userId: each.teamId,
      version: FINAL_VERSION,
      standing: standingOf(each),
    }));
    // Before the people, whose last part makes the board final.
    if (places.length > 0) await boards.keepTeams(competitionId, places);
    await boards.keep(competitionId, participants, { part, parts });
    changed(competitionId);
  });
