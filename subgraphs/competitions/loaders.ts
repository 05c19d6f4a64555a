import { createLoader, type Loader } from '#platform/loaders.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { Competition, Participation } from './domain/competition.ts';
import { findCompetitions } from './store/competitions.ts';
import { findParticipations, findParticipationsOf } from './store/participations.ts';

/** What is loaded by id, once per request. */
export interface Loaders {
  readonly competitions: Loader<Competition>;
  readonly participations: Loader<Participation>;
  /** The viewer's own parts, by competition; nothing for somebody who is not logged in. */
  readonly viewerParticipations: Loader<Participation>;
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
    forgetViewerIn: (competitionId) => void viewerParticipations.clear(competitionId),
  };
}
