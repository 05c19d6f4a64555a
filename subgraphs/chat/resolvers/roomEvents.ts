import { encodeCursor } from '#platform/pagination.ts';
import type { Resolvers } from '../__generated__/resolvers.ts';

/** An event's place in its room's history. */
const position = ({ sequence }: { sequence: number }): string => encodeCursor(sequence);
const user = ({ userId }: { userId: string }) => ({ id: userId });

/** The resolvers of what can happen in a room. */
export const roomEvents: Resolvers = {
  RoomEvent: { __resolveType: ({ kind }) => kind },
  MessagePosted: { position },
  MessageEdited: { position },
  MessageDeleted: { position },
  ReadMarkerMoved: { position, user },
  MemberJoined: { position, user },
  MemberLeft: { position, user },
  TypingChanged: { user },
};
