import { hkdfSync } from 'node:crypto';
import type { z } from 'zod';
import { callerError } from './errors.ts';
import { KEY_BYTES, seal, unseal } from './seal.ts';

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
export const decodeCursor = <Key>(schema: z.ZodType<Key>, cursor: string | null | undefined): Key | undefined =>
  readCursor(schema, cursor, (bytes) => bytes.toString('utf8'));

function readCursor<Key>(
  schema: z.ZodType<Key>,
  cursor: string | null | undefined,
  open: (bytes: Buffer) => string,
): Key | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(open(Buffer.from(cursor, 'base64url'))));
  } catch {
    throw callerError('BAD_USER_INPUT', 'The cursor is not one of this list.');
  }
}

/** Cursors of lists that are sorted by what their reader may not know. */
export interface SealedCursors {
  /** Makes a cursor of a list of the values it is sorted by: who reads it learns nothing of them, nor whether they are another's. */
  encode(listId: string, key: unknown): string;
  /** Reads a cursor; undefined when none was given. @throws BAD_USER_INPUT when it is not one of this list's. */
  decode<Key>(listId: string, schema: z.ZodType<Key>, cursor: string | null | undefined): Key | undefined;
}

/** Keys are filled up with blanks to a multiple of this, so that no length tells of a number. */
const SEALED_LENGTH_STEP = 32;

/** @param purpose makes a key of its own of the service's secret, so that a cursor of one is none of another. */
export function createSealedCursors(secret: string, purpose: string): SealedCursors {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, KEY_BYTES));
  return {
    encode: (listId, values) => {
      const text = JSON.stringify(values);
      const length = Math.ceil(text.length / SEALED_LENGTH_STEP) * SEALED_LENGTH_STEP;
      return seal(key, text.padEnd(length), listId).toString('base64url');
    },
    decode: (listId, schema, cursor) => readCursor(schema, cursor, (bytes) => unseal(key, bytes, listId)),
  };
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
