import { ScoreChanged } from '#events/competitions.ts';
import { onSubject, type Handler } from '#platform/events/handlers.ts';
import { standingOf } from './standingOf.ts';
import type { Hearing } from './hearing.ts';

/** Somebody's score as it stands. */
export const scoreChanged = ({ boards, changed }: Hearing): Handler =>
  onSubject('scores.*.*', ScoreChanged, async ({ data }) => {
    const { competitionId, participationId, userId, version } = data;
    await boards.keep(competitionId, [{ participationId, userId, version, standing: standingOf(data) }]);
    changed(competitionId);
  });
