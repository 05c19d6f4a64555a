import { z } from 'zod';
import { decodeCursor, encodeCursor, forwardConnection, pageSize } from '#platform/pagination.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import type { Participation } from '../domain/competition.ts';
import { listParticipations } from '../store/participations.ts';

/** When somebody joined, and the participation's id. */
const cursor = z.tuple([z.iso.datetime(), z.uuid()]);

/** A page of those who take part in a competition, or play for a team. */
export async function pageOfParticipants(
  pool: Pool,
  list: 'competition' | 'team',
  id: string,
  { first, after }: { readonly first: number; readonly after?: string | null },
) {
  const size = pageSize('first', first);
  const [joinedAt, lastId] = decodeCursor(cursor, after) ?? [];
  const position = joinedAt && lastId ? { joinedAt: new Date(joinedAt), id: lastId } : undefined;
  const rows = await listParticipations(pool, list, id, size + 1, position);
  return forwardConnection(rows, size, position !== undefined, (node: Participation) => ({
    cursor: encodeCursor([node.joinedAt.toISOString(), node.id]),
    node,
  }));
}
