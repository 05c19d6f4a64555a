import type { Resolvers } from '../__generated__/resolvers.ts';

const user = ({ userId }: { userId: string }) => ({ id: userId });

/** The resolvers of what can happen in a room. */
export const roomEvents: Resolvers = {
  RoomEvent: { __resolveType: ({ kind }) => kind },
  ReadMarkerMoved: { user },
  MemberJoined: { user },
  MemberLeft: { user },
  TypingChanged: { user },
};
