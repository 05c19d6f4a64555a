import { UserDeleted } from '#events/users.ts';
import { onLong, type Handler } from '#platform/events/handlers.ts';
import { deleteBlocksOf } from '#platform/postgres/blocks.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { forgetPerson } from '#platform/postgres/forgotten.ts';
import { deleteNftsOf } from '../store/nfts.ts';

/** Somebody deleted their account: their badges go. What badges look like is the same for all, and stays. */
export const userDeleted = (pool: Pool): Handler =>
  onLong(UserDeleted, ({ data: { userId } }) =>
    forgetPerson(pool, userId, async (tx) => {
      await deleteNftsOf(tx, userId);
      await deleteBlocksOf(tx, userId);
    }),
  );
