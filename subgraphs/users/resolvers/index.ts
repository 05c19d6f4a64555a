import type { Resolvers } from '../__generated__/resolvers.ts';
import { AuthSession } from './authSession.ts';
import { DataExport } from './dataExport.ts';
import { Friendship } from './friendship.ts';
import { FriendshipUpdate } from './friendshipUpdate.ts';
import { Goal } from './goal.ts';
import { GoalAchievement } from './goalAchievement.ts';
import { GoalWindow } from './goalWindow.ts';
import { Mutation } from './mutation.ts';
import { Query } from './query.ts';
import { Squad, SquadInvitation, SquadMember } from './squad.ts';
import { Subscription } from './subscription.ts';
import { User } from './user.ts';
import { Viewer } from './viewer.ts';

/** The resolvers of the users subgraph. */
export const resolvers: Resolvers = {
  AuthSession,
  DataExport,
  Friendship,
  FriendshipUpdate,
  Goal,
  GoalAchievement,
  GoalWindow,
  Mutation,
  Query,
  Squad,
  SquadInvitation,
  SquadMember,
  Subscription,
  User,
  Viewer,
};
