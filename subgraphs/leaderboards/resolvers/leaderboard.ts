import { z } from 'zod';
import { callerError } from '#platform/errors.ts';
import { forwardConnection, pageSize } from '#platform/pagination.ts';
import type { LeaderboardResolvers } from '../__generated__/resolvers.ts';
import { TIE_BREAK } from '../domain/ranking.ts';
import { viewerId, visibleBoard } from '../visibility.ts';

/** The score as the board is sorted by it, and what equal scores are sorted by. */
const cursor = z.tuple([z.number(), z.string().regex(TIE_BREAK)]);

/** A competition has at most so many teams. */
const MAX_TEAMS = 100;
const MAX_RADIUS = 49;

export const Leaderboard: LeaderboardResolvers = {
  __resolveReference: ({ id }, context) => visibleBoard(id, context),
  entries: async ({ id, rules }, { first, after }, { boards, cursors }) => {
    const size = pageSize('first', first);
    const [order, tieBreak] = cursors.decode(id, cursor, after) ?? [];
    if (!rules) return forwardConnection([], size, false, noEdge);
    const position = order !== undefined && tieBreak !== undefined ? { order, tieBreak } : undefined;
    const page = await boards.page(id, undefined, size + 1, position);
    return forwardConnection(page.entries, size, page.hasPrevious, (node) => ({
      cursor: cursors.encode(id, [node.position.order, node.position.tieBreak]),
      node,
    }));
  },
  teamEntries: ({ id, rules }, _args, { boards }) => (rules ? boards.teams(id, MAX_TEAMS) : []),
  entriesAroundViewer: ({ id, rules }, { radius }, context) => {
    if (radius < 0 || radius > MAX_RADIUS) throw callerError('BAD_USER_INPUT', `radius must be 0 to ${MAX_RADIUS}.`);
    const userId = viewerId(context);
    return rules && userId !== undefined ? context.boards.around(id, userId, radius) : [];
  },
  viewerEntry: ({ id, rules }, _args, context) => {
    const userId = viewerId(context);
    return rules && userId !== undefined ? context.boards.entryOf(id, userId) : null;
  },
  friendEntries: ({ id, rules }, { first }, context) => {
    const limit = pageSize('first', first);
    const userId = viewerId(context);
    return rules && userId !== undefined ? context.boards.friendEntries(id, userId, limit) : [];
  },
};

const noEdge = (node: never): { cursor: string; node: never } => ({ cursor: '', node });
