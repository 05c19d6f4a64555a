import { z } from 'zod';
import { decodeCursor, encodeCursor, forwardConnection, pageSize } from '#platform/pagination.ts';
import { resolveViewer } from '#platform/viewer.ts';
import type { ViewerResolvers } from '../__generated__/resolvers.ts';
import { findBadges } from '../store/nfts.ts';

const position = z
  .tuple([z.iso.datetime(), z.uuid()])
  .transform(([awardedAt, id]) => ({ awardedAt: new Date(awardedAt), id }));

export const Viewer: ViewerResolvers = {
  // Whoever is named, only the one who asks is answered.
  __resolveReference: resolveViewer,
  badges: async ({ id }, { first, after }, { pool }) => {
    const size = pageSize('first', first);
    const from = decodeCursor(position, after);
    const badges = await findBadges(pool, id, from, size + 1);
    return forwardConnection(badges, size, from !== undefined, (node) => ({
      cursor: encodeCursor([node.awardedAt.toISOString(), node.id]),
      node,
    }));
  },
};
