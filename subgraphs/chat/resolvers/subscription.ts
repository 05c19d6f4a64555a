import { requirePerson } from '#platform/viewer.ts';
import type { SubscriptionResolvers } from '../__generated__/resolvers.ts';
import { followRoom } from '../actions/followRoom.ts';
import type { ToldEvent } from '../domain/events.ts';

export const Subscription: SubscriptionResolvers = {
  roomEvent: {
    subscribe: (_root, wanted, context) => followRoom(context, wanted, requirePerson(context.viewer)),
    resolve: (event: ToldEvent) => event,
  },
};
