import type { GroupSessionResolvers } from '../__generated__/resolvers.ts';
import { roomOf } from './roomOf.ts';

export const GroupSession: GroupSessionResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  room: roomOf('GROUP_SESSION'),
};
