import { z } from 'zod';
import { decodeCursor, encodeCursor, forwardConnection, pageSize, type Connection } from '#platform/pagination.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import type { UserModel } from '../models.ts';
import type { PairOf } from '../store/pairs.ts';
import { listPeople, type PeopleList, type Place } from '../store/people.ts';

export interface PageArgs {
  readonly first: number;
  readonly after?: string | null;
}

export const placeCursor = z
  .tuple([z.iso.datetime(), z.uuid()])
  .transform(([at, id]): Place => ({ at: new Date(at), id }));

/** A page of rows with what each stands for; rows of what went meanwhile are left out. What the viewer may not see is in no row. */
export async function pageOf<Row, Node>(
  rows: readonly Row[],
  { size, hasPrevious }: { readonly size: number; readonly hasPrevious: boolean },
  cursorOf: (row: Row) => unknown,
  load: (row: Row) => Promise<Node | null>,
): Promise<Connection<Node>> {
  const loaded = await Promise.all(rows.map(async (row) => ({ row, node: await load(row) })));
  const { edges, pageInfo } = forwardConnection(loaded, size, hasPrevious, ({ row, node }) => ({
    cursor: encodeCursor(cursorOf(row)),
    node,
  }));
  return { edges: edges.flatMap(({ cursor, node }) => (node === null ? [] : [{ cursor, node }])), pageInfo };
}

/** Makes the resolver of a list that the viewer has, or a squad, each of whose rows stands for a person. */
const listOf =
  <Node>(list: PeopleList, load: (context: Context, userId: string) => Promise<Node | null>) =>
  async (owner: { readonly id: string }, { first, after }: PageArgs, context: Context): Promise<Connection<Node>> => {
    const size = pageSize('first', first);
    const place = decodeCursor(placeCursor, after);
    const reading = { ofId: owner.id, viewerId: requirePerson(context.viewer).userId };
    const rows = await listPeople(context.pool, list, reading, { size: size + 1, after: place });
    return pageOf(
      rows,
      { size, hasPrevious: place !== undefined },
      ({ at, id }) => [at, id],
      ({ userId }) => load(context, userId),
    );
  };

/** Makes the resolver of a list of people. */
export const peopleOf = (list: PeopleList) => listOf<UserModel>(list, ({ people }, userId) => people.load(userId));

/** Makes the resolver of a list of requests that nobody answered yet. */
export const requestsOf = (list: PeopleList) =>
  listOf<PairOf>(list, async ({ pairs }, userId) => {
    const found = await pairs.load(userId);
    return found?.pair.request ? found : null;
  });
