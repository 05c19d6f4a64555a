import { CompetitionCreated } from '#events/competitions.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { ranksAscending } from '../domain/ranking.ts';
import type { Hearing } from './hearing.ts';

/** A competition was made: its board can be seen, and who was heard of before is ranked. */
export const competitionCreated = ({ boards, changed }: Hearing): Handler =>
  on(CompetitionCreated, async ({ data }) => {
    const { competitionId, version, organizerId, visibility, metric } = data;
    await boards.describe(competitionId, version, {
      organizerId,
      visibility,
      ranksAscending: ranksAscending(metric),
    });
    changed(competitionId);
  });
