import { UserDeleted } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { forgetPerson } from '#platform/postgres/forgotten.ts';
import { deleteMembershipsOf } from '../store/members.ts';
import { deletePersonAndPairs } from '../store/pairs.ts';

/**
 * Somebody deleted their account: they leave all rooms. Their messages stay, for those they wrote to, under an id that
 * users answers as "deleted person".
 */
export const userDeleted = (pool: Pool): Handler =>
  on(UserDeleted, ({ data: { userId } }) =>
    forgetPerson(pool, userId, async (tx) => {
      await deleteMembershipsOf(tx, userId);
      await deletePersonAndPairs(tx, userId);
    }),
  );
