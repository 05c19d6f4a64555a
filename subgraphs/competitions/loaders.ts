import DataLoader from 'dataloader';
import { createLoader, type Loader } from '#platform/loaders.ts';
import { createShowPerson, type ShowPerson } from '#platform/postgres/blocks.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { Competition, Participation } from './domain/competition.ts';
import { findCompetitions } from './store/competitions.ts';
import type { Team } from './domain/team.ts';
import { findParticipations, findParticipationsOf } from './store/participations.ts';
import { countTeamMembers, findTeams, findTeamsIn } from './store/teams.ts';

/** What is loaded by id, once per request. */
export interface Loaders {
  readonly competitions: Loader<Competition>;
  readonly participations: Loader<Participation>;
  /** The viewer's own parts, by competition; nothing for somebody who is not logged in. */
  readonly viewerParticipations: Loader<Participation>;
  readonly teams: Loader<Team>;
  /** The teams of competitions, in the order they were made. */
  readonly teamsIn: DataLoader<string, Team[]>;
  readonly teamCounts: Loader<{ readonly teamId: string; readonly count: number }>;
  readonly showPerson: ShowPerson;
  /** To be called when the viewer's part in a competition is another. */
  forgetViewerIn(competitionId: string): void;
}

/** Loaders for one request. */
export function createLoaders(pool: Pool, viewer: Viewer): Loaders {
  const viewerParticipations = createLoader(
    async (ids) => (viewer.kind === 'person' ? findParticipationsOf(pool, viewer.userId, ids) : []),
    ({ competitionId }) => competitionId,
  );
  return {
    competitions: createLoader(
      (ids) => findCompetitions(pool, ids),
      ({ id }) => id,
    ),
    participations: createLoader(
      (ids) => findParticipations(pool, ids),
      ({ id }) => id,
    ),
    viewerParticipations,
    teams: createLoader(
      (ids) => findTeams(pool, ids),
      ({ id }) => id,
    ),
    teamsIn: new DataLoader(async (ids) => {
      const found = Map.groupBy(await findTeamsIn(pool, ids), ({ competitionId }) => competitionId);
      return ids.map((id) => found.get(id) ?? []);
    }),
    teamCounts: createLoader(
      (ids) => countTeamMembers(pool, ids),
      ({ teamId }) => teamId,
    ),
    showPerson: createShowPerson(pool, viewer),
    forgetViewerIn: (competitionId) => void viewerParticipations.clear(competitionId),
  };
}
