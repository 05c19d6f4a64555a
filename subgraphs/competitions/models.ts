// What resolvers get for each GraphQL type: codegen finds these by their names.
import type { Competition, Participation } from './domain/competition.ts';
import type { Team } from './domain/team.ts';

export type CompetitionModel = Competition;
export type ParticipationModel = Participation;
export type TeamModel = Team;
/** A squad is known here by id alone. */
export type SquadModel = { readonly id: string };
