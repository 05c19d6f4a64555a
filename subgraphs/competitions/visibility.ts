import { parseId } from '#platform/server/input.ts';
import type { Context } from './context.ts';
import { maySee, type Competition, type Participation } from './domain/competition.ts';
import type { Team } from './domain/team.ts';

/** The id of the person a request is made for; undefined for somebody who is not logged in. */
export const viewerId = ({ viewer }: Context): string | undefined =>
  viewer.kind === 'person' ? viewer.userId : undefined;

/** A competition by what may be its id; null when there is none, or the viewer may not see it. */
export async function visibleCompetition(idText: string, context: Context): Promise<Competition | null> {
  const id = parseId(idText);
  if (id === undefined) return null;
  const competition = await context.loaders.competitions.load(id);
  if (!competition) return null;
  const participates =
    competition.visibility === 'INVITE' && (await context.loaders.viewerParticipations.load(id)) !== null;
  return maySee(competition, viewerId(context), participates) ? competition : null;
}

/** A participation by what may be its id; null when there is none, or the viewer may not see its competition. */
export async function visibleParticipation(idText: string, context: Context): Promise<Participation | null> {
  const id = parseId(idText);
  const participation = id === undefined ? null : await context.loaders.participations.load(id);
  if (!participation) return null;
  return (await visibleCompetition(participation.competitionId, context)) && participation;
}

/** Of these teams those of competitions that the viewer may see. */
export async function visibleTeams(teams: readonly Team[], context: Context): Promise<Team[]> {
  const competitions = await Promise.all(teams.map(({ competitionId }) => visibleCompetition(competitionId, context)));
  return teams.filter((_team, i) => competitions[i]);
}
