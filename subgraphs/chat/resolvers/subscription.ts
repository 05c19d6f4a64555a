import { requirePerson } from '#platform/viewer.ts';
import type { SubscriptionResolvers } from '../__generated__/resolvers.ts';
import { followRoom } from '../actions/followRoom.ts';
import type { LiveEvent } from '../domain/events.ts';

export const Subscription: SubscriptionResolvers = {
  roomEvent: {
    subscribe: (_root, { roomId }, context) => followRoom(context, roomId, requirePerson(context.viewer)),
    resolve: (event: LiveEvent) => event,
  },
};
