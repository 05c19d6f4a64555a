import { z } from 'zod';
import { many, type Queryable } from '#platform/postgres/connection.ts';

/** A place in a list of people, newest first. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

/** Somebody in a list, and where. */
export interface Placed extends Place {
  readonly userId: string;
}

/** A page of a list: so many, after a place. */
export interface Slice<Key> {
  readonly size: number;
  readonly after: Key | undefined;
}

/** Lists of people that a person has, or a squad: each a query for its rows, which are read from an index in order. */
const lists = {
  friends: 'SELECT friend_id AS user_id, since AS at, id FROM friends WHERE user_id = $1',
  blocked:
    'SELECT blocked_id AS user_id, blocked_at AS at, id FROM pairs WHERE blocker_id = $1 AND blocked_at IS NOT NULL',
  requestsIn:
    'SELECT requester_id AS user_id, requested_at AS at, id FROM pairs WHERE addressee_id = $1 AND requested_at IS NOT NULL',
  requestsOut:
    'SELECT addressee_id AS user_id, requested_at AS at, id FROM pairs WHERE requester_id = $1 AND requested_at IS NOT NULL',
  invited: 'SELECT user_id, invited_at AS at, id FROM squad_invitations WHERE squad_id = $1',
};
/** Friends, whom somebody blocked, who asked them, whom they asked; and who is invited to a squad. */
export type PeopleList = keyof typeof lists;

const row = z
  .object({ user_id: z.string(), at: z.date(), id: z.string() })
  .transform((found): Placed => ({ userId: found.user_id, at: found.at, id: found.id }));

/** Whose list it is, and who reads it. */
interface Reading {
  readonly ofId: string;
  readonly viewerId: string;
}

/** Part of a list of a person's or squad's, newest first. Who blocked the one who reads it is not in it. */
export const listPeople = (
  db: Queryable,
  list: PeopleList,
  { ofId, viewerId }: Reading,
  { size, after }: Slice<Place>,
): Promise<Placed[]> =>
  many(
    db,
    row,
    `SELECT * FROM (${lists[list]}) AS listed WHERE ($2::timestamptz IS NULL OR (at, id) < ($2, $3))
       AND user_id NOT IN (SELECT blocker_id FROM pairs WHERE blocked_id = $5 AND blocked_at IS NOT NULL)
     ORDER BY at DESC, id DESC LIMIT $4`,
    [ofId, after?.at ?? null, after?.id ?? null, size, viewerId],
  );

/** A place in what a search finds: whether the name begins with the text, and the name in small letters. */
export interface Match {
  readonly userId: string;
  readonly begins: boolean;
  readonly name: string;
}
const match = z
  .object({ id: z.string(), begins: z.boolean(), name: z.string() })
  .transform((found): Match => ({ userId: found.id, begins: found.begins, name: found.name }));

/** Shorter texts are looked for at the beginning of names alone: trigrams do not find them. */
const SHORTEST_INSIDE = 3;

const NOT_BLOCKED = `NOT EXISTS (SELECT FROM pairs WHERE blocked_at IS NOT NULL AND
  ((blocker_id = $1 AND blocked_id = accounts.id) OR (blocker_id = accounts.id AND blocked_id = $1)))`;

/**
 * People whose username holds a text, in any case: first those whose name begins with it, each in the order of names. Who
 * blocked the one who searches, and whom they blocked, is not found.
 */
export const searchPeople = (
  db: Queryable,
  viewerId: string,
  text: string,
  { size, after }: Slice<Pick<Match, 'begins' | 'name'>>,
): Promise<Match[]> =>
  many(
    db,
    match,
    `WITH found AS (
       (SELECT id, true AS begins, lower(username) COLLATE "C" AS name FROM accounts
        WHERE lower(username) COLLATE "C" LIKE $2 || '%' AND ($4::text IS NULL OR ($5 AND lower(username) COLLATE "C" > $4))
          AND ${NOT_BLOCKED}
        ORDER BY name LIMIT $6)
       UNION ALL
       (SELECT id, false, lower(username) COLLATE "C" AS name FROM accounts
        WHERE $3 AND lower(username) LIKE '%' || $2 || '%' AND lower(username) NOT LIKE $2 || '%'
          AND ($4::text IS NULL OR $5 OR lower(username) COLLATE "C" > $4) AND ${NOT_BLOCKED}
        ORDER BY name LIMIT $6)
     )
     SELECT * FROM found ORDER BY begins DESC, name LIMIT $6`,
    [
      viewerId,
      text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`),
      text.length >= SHORTEST_INSIDE,
      after?.name ?? null,
      after?.begins ?? null,
      size,
    ],
  );
