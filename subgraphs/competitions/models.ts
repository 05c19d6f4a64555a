// What resolvers get for each GraphQL type: codegen finds these by their names.
import type { Competition, Participation } from './domain/competition.ts';

export type CompetitionModel = Competition;
export type ParticipationModel = Participation;
