import type { z } from 'zod';
import { callerError } from './errors.ts';

/** The largest page. */
export const MAX_PAGE = 100;

/** A page of a list, as the schema's connections want it. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** The size of a page. @throws BAD_USER_INPUT unless it is 1 to 100. */
export function pageSize(argument: string, value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= MAX_PAGE) return value;
  throw callerError('BAD_USER_INPUT', `${argument} must be 1 to ${MAX_PAGE}.`);
}

/** Makes an opaque cursor of the values a list is sorted by. */
export const encodeCursor = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** Reads a cursor; undefined when none was given. @throws BAD_USER_INPUT when it is not one of this list's. */
export function decodeCursor<Key>(schema: z.ZodType<Key>, cursor: string | null | undefined): Key | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw callerError('BAD_USER_INPUT', 'The cursor is not one of this list.');
  }
}

/**
 * Makes a connection of rows read forwards: `rows` holds up to one more than `size`, which tells whether there is a
 * next page.
 */
export function forwardConnection<Row, Node>(
  rows: readonly Row[],
  size: number,
  hasPreviousPage: boolean,
  edge: (row: Row) => { cursor: string; node: Node },
): Connection<Node> {
  const edges = rows.slice(0, size).map(edge);
  return connection(edges, { hasNextPage: rows.length > size, hasPreviousPage });
}

/**
 * Makes a connection of rows read backwards, newest first: `rows` holds up to one more than `size`, which tells
 * whether there is a previous page. Edges come oldest first.
 */
export function backwardConnection<Row, Node>(
  rows: readonly Row[],
  size: number,
  hasNextPage: boolean,
  edge: (row: Row) => { cursor: string; node: Node },
): Connection<Node> {
  const edges = rows.slice(0, size).map(edge).reverse();
  return connection(edges, { hasNextPage, hasPreviousPage: rows.length > size });
}

function connection<Node>(
  edges: { cursor: string; node: Node }[],
  more: { hasNextPage: boolean; hasPreviousPage: boolean },
): Connection<Node> {
  const pageInfo = { ...more, startCursor: edges.at(0)?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null };
  return { edges, pageInfo };
}
