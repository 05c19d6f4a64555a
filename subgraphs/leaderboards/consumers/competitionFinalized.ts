import { CompetitionFinalized } from '#events/competitions.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { FINAL_VERSION } from '../store/boards.ts';
import { standingOf } from './standingOf.ts';
import type { Hearing } from './handlers.ts';

/** The standings are final: they stand on the board as told, and no score that comes later changes them. */
export const competitionFinalized = ({ boards, changed }: Hearing): Handler =>
  on(CompetitionFinalized, async ({ data: { competitionId, standings, part, parts } }) => {
    const participants = standings.map((each) => ({
      participationId: each.participationId,
      userId: each.userId,
      version: FINAL_VERSION,
      standing: standingOf(each),
    }));
    await boards.keep(competitionId, participants, { part, parts });
    changed(competitionId);
  });
