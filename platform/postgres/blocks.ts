import { z } from 'zod';
import type { Viewer } from '#platform/viewer.ts';
import { change, many, transaction, type Pool, type Queryable } from './connection.ts';
import { isForgotten } from './forgotten.ts';

// A domain that shows people by id keeps who blocked whom, in a table `blocks` of its own: users answers nothing for
// somebody who blocked the viewer, so a reference to them must not be given in the first place.

/** What was heard of a block, as of a version of the two. */
export interface BlockNews {
  /** Who blocks, or does so no more. */
  readonly userId: string;
  readonly blockedId: string;
  readonly version: number;
}

/** Keeps whether a block stands, unless something newer is known, or one of the two is forgotten. */
export const keepBlock = (pool: Pool, news: BlockNews, stands: boolean): Promise<void> =>
  transaction(pool, async (tx) => {
    for (const id of [news.userId, news.blockedId].sort()) if (await isForgotten(tx, id)) return;
    await saveBlock(tx, news, stands);
  });

async function saveBlock(db: Queryable, { userId, blockedId, version }: BlockNews, stands: boolean): Promise<void> {
  await change(
    db,
    `INSERT INTO blocks AS kept (blocked_id, blocker_id, version, stands) VALUES ($1, $2, $3, $4)
     ON CONFLICT (blocked_id, blocker_id) DO UPDATE SET version = EXCLUDED.version, stands = EXCLUDED.stands
     WHERE kept.version < EXCLUDED.version`,
    [blockedId, userId, version, stands],
  );
}

/** Forgets the blocks of and by somebody. */
export async function deleteBlocksOf(db: Queryable, userId: string): Promise<void> {
  await change(db, 'DELETE FROM blocks WHERE blocked_id = $1 OR blocker_id = $1', [userId]);
}

/** A reference to somebody for the viewer of a request: null for those who blocked the viewer. */
export type ShowPerson = (userId: string) => Promise<{ readonly id: string } | null>;

const row = z.object({ blocker_id: z.string() });

/** Makes references for one request: one query in all, and none when nobody is logged in. */
export function createShowPerson(db: Queryable, viewer: Viewer): ShowPerson {
  if (viewer.kind !== 'person') return (id) => Promise.resolve({ id });
  const read = async (): Promise<ReadonlySet<string>> => {
    const sql = 'SELECT blocker_id FROM blocks WHERE blocked_id = $1 AND stands';
    return new Set((await many(db, row, sql, [viewer.userId])).map(({ blocker_id }) => blocker_id));
  };
  let blockers: Promise<ReadonlySet<string>> | undefined;
  return async (id) => {
    blockers ??= read();
    return (await blockers).has(id) ? null : { id };
  };
}
