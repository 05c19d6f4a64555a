import { UserBlocked, UserUnblocked } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { keepBlock } from '#platform/postgres/blocks.ts';
import { transaction, type Pool } from '#platform/postgres/connection.ts';
import { isForgotten } from '#platform/postgres/forgotten.ts';

interface Two {
  readonly userId: string;
  readonly blockedId: string;
  readonly version: number;
}

/** Who blocked whom: whoever is blocked gets no reference to the other. */
export function blocks(pool: Pool): Handler[] {
  const keep = ({ userId: blockerId, blockedId, version }: Two, stands: boolean): Promise<void> =>
    transaction(pool, async (tx) => {
      for (const id of [blockerId, blockedId].sort()) if (await isForgotten(tx, id)) return;
      await keepBlock(tx, { blockerId, blockedId, version, stands });
    });
  return [on(UserBlocked, ({ data }) => keep(data, true)), on(UserUnblocked, ({ data }) => keep(data, false))];
}
