import { z } from 'zod';
import { notFound } from '#platform/errors.ts';
import { decodeCursor, encodeCursor, forwardConnection, pageSize } from '#platform/pagination.ts';
import type { ViewerResolvers } from '../__generated__/resolvers.ts';
import { EARLIEST_WEIGHT } from '../profile/bodyWeights.ts';
import { viewerAccount } from '../context.ts';
import { localDate } from '../domain/calendar.ts';
import { currentWindow } from '../domain/goal.ts';
import { idleSince } from '../domain/session.ts';
import { listBodyWeights } from '../store/bodyWeights.ts';
import { listGoals } from '../store/goals.ts';
import { findZones } from '../store/privacy.ts';
import { listApiKeys } from '../store/apiKeys.ts';
import { findDataExports } from '../store/dataExports.ts';
import { findLiveSessions } from '../store/sessions.ts';
import { peopleOf, requestsOf } from './people.ts';
import { squadsOf } from './squad.ts';

/** A cursor holds the id of its goal. */
const goalCursor = z.tuple([z.uuid()]);

/** A cursor holds the day of its weight. */
const weightCursor = z.tuple([z.iso.date().refine((day) => day >= EARLIEST_WEIGHT)]);

export const Viewer: ViewerResolvers = {
  // Whoever is named, only the one who asks is answered.
  __resolveReference: async ({ id }, context) => {
    const account = await viewerAccount(context);
    return account?.id === id ? account : null;
  },
  user: (account) => account,
  apiKeys: ({ id }, _args, { pool }) => listApiKeys(pool, id),
  dataExports: ({ id }, _args, { pool }) => findDataExports(pool, id),
  sessions: ({ id }, _args, { pool, now, viewer }) => {
    const current = viewer.kind === 'person' ? viewer.sessionId : undefined;
    return findLiveSessions(pool, { accountId: id, current, idleSince: idleSince(now()) });
  },
  friends: peopleOf('friends'),
  friendRequestsReceived: requestsOf('requestsIn'),
  friendRequestsSent: requestsOf('requestsOut'),
  blockedUsers: peopleOf('blocked'),
  squads: squadsOf('squads', (squad) => squad),
  squadInvitations: squadsOf('invitations', (squad, place) => ({ ...place, squad })),
  goals: async ({ id, timeZone }, { first, after }, { pool, now }) => {
    const size = pageSize('first', first);
    const key = decodeCursor(goalCursor, after);
    const today = localDate(now(), timeZone);
    const found = await listGoals(pool, id, { before: key?.[0], limit: size + 1 });
    return forwardConnection(found, size, key !== undefined, (goal) => ({
      cursor: encodeCursor([goal.id]),
      node: currentWindow(goal, today),
    }));
  },
  privacy: async ({ id }, _args, { privacies }) => {
    const found = await privacies.load(id);
    if (!found) throw notFound('account');
    return found.privacy;
  },
  privacyZones: ({ id }, _args, { pool }) => findZones(pool, id),
  bodyWeights: async ({ id }, { first, after }, { pool }) => {
    const size = pageSize('first', first);
    const key = decodeCursor(weightCursor, after);
    const found = await listBodyWeights(pool, id, { before: key?.[0], limit: size + 1 });
    return forwardConnection(found, size, key !== undefined, (weight) => ({
      cursor: encodeCursor([weight.measuredOn]),
      node: weight,
    }));
  },
};
