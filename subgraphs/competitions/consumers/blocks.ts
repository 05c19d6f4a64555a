import { UserBlocked, UserUnblocked } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { keepBlock } from '#platform/postgres/blocks.ts';
import type { Pool } from '#platform/postgres/connection.ts';

/** Who blocked whom: whoever is blocked gets no reference to the other. */
export const blocks = (pool: Pool): Handler[] => [
  on(UserBlocked, ({ data }) => keepBlock(pool, data, true)),
  on(UserUnblocked, ({ data }) => keepBlock(pool, data, false)),
];
