import type { Resolvers } from '../__generated__/resolvers.ts';
import { Competition } from './competition.ts';
import { GroupSession } from './groupSession.ts';
import { Message } from './message.ts';
import { Mutation } from './mutation.ts';
import { Query } from './query.ts';
import { Room, RoomMember } from './room.ts';
import { roomEvents } from './roomEvents.ts';
import { Squad } from './squad.ts';
import { Subscription } from './subscription.ts';
import { Viewer } from './viewer.ts';

/** The resolvers of the chat subgraph. */
export const resolvers: Resolvers = {
  Competition,
  GroupSession,
  Message,
  Mutation,
  Query,
  Room,
  RoomMember,
  Squad,
  Subscription,
  Viewer,
  ...roomEvents,
};
