import { TeamScoreChanged } from '#events/competitions.ts';
import { onSubject, type Handler } from '#platform/events/handlers.ts';
import { standingOf } from './standingOf.ts';
import type { Hearing } from './hearing.ts';

/** A team's score as it stands. */
export const teamScoreChanged = ({ boards, changed }: Hearing): Handler =>
  onSubject('team-scores.*.*', TeamScoreChanged, async ({ data }) => {
    const { competitionId, teamId, version } = data;
    await boards.keepTeams(competitionId, [
      { participationId: teamId, userId: teamId, version, standing: standingOf(data) },
    ]);
    changed(competitionId);
  });
