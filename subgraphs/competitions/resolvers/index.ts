import type { Resolvers } from '../__generated__/resolvers.ts';
import { Competition } from './competition.ts';
import { Mutation } from './mutation.ts';
import { Participation } from './participation.ts';
import { Query } from './query.ts';
import { Squad } from './squad.ts';
import { Team } from './team.ts';

/** All resolvers of the subgraph. */
export const resolvers: Resolvers = { Competition, Mutation, Participation, Query, Squad, Team };
