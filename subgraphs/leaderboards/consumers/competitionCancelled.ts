import { CompetitionCancelled } from '#events/competitions.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import type { Hearing } from './hearing.ts';

/** A competition is no more, and neither is its board. */
export const competitionCancelled = ({ boards, changed }: Hearing): Handler =>
  on(CompetitionCancelled, async ({ data: { competitionId, version } }) => {
    await boards.cancel(competitionId, version);
    changed(competitionId);
  });
