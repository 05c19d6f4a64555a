import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { StorageError } from '../storage/storage.ts';
import type { Logger } from '../telemetry/log.ts';

/** What callers are told of an error that is not for them. */
export interface Masked {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly retryAfterSeconds?: number };
}

const BROKEN: Masked = {
  message: 'Something went wrong on our side.',
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
};
const AWAY: Masked = {
  message: 'What keeps this is away at the moment. Try again in some seconds.',
  extensions: { code: 'STORE_UNAVAILABLE', retryAfterSeconds: 3 },
};

/** Of Node's sockets, and of its asking for addresses: a container that is stopped has no name either. */
const AWAY_CODES: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  // Of an address of a kind that this machine has none of, tried beside another.
  'EADDRNOTAVAIL',
  'EAFNOSUPPORT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  // Of the records that `mongodb+srv:` addresses are found by.
  'ESERVFAIL',
  'ETIMEOUT',
]);
/** Of PostgreSQL: class 08, shutting down, starting up, too many connections. */
const POSTGRES_AWAY = /^(?:08\w{3}|57P0[1-3]|53300)$/;
/** Of a MongoDB whose primary is stepping down, elected or stopping, or cannot be reached from another. */
const AWAY_NUMBERS: ReadonlySet<unknown> = new Set([6, 7, 89, 91, 189, 9001, 10_107, 11_600, 11_602, 13_435, 13_436]);
/** Of the drivers of MongoDB, Redis, NATS and S3, and of our storage. */
const AWAY_NAMES: ReadonlySet<string> = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoPoolClearedError',
  'MongoServerSelectionError',
  // A client whose first connecting failed, told to who asked it meanwhile.
  'MongoTopologyClosedError',
  'MaxRetriesPerRequestError',
  'ClosedConnectionError',
  'ConnectionError',
  // A broker that came back has forgotten whoever was reading.
  'ConsumerNotFoundError',
  'NoResponders',
  'TimeoutError',
  // S3 has waited too long for the rest of a body.
  'RequestTimeout',
  // An object that is not given as it was kept may be the next time.
  'NotWhole',
]);
/** What pg and ioredis throw without a code, and we of a stream. */
const AWAY_MESSAGE =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout|Connection is closed|Command timed out|\w+ stopped answering$|\w+ does not tell yet$)/;
/** What FerretDB tells of its own store, behind the places in its program that it came through. */
const FERRETDB_AWAY =
  /^(?:\[[^\]]*\] )+(?:failed to connect to |.*(?:SQLSTATE (?:08|57P0[1-3]|53300)|unexpected EOF|conn closed|broken pipe|connection reset))/s;

/** As S3 answers when it cannot just now, or when it is asked too much. */
const s3Away = z.object({ httpStatusCode: z.union([z.literal(429), z.number().min(500)]) });
const described = z
  .object({
    code: z.unknown(),
    name: z.string(),
    message: z.string(),
    cause: z.unknown(),
    // Of an AggregateError: of each address that a name stands for.
    errors: z.array(z.unknown()).catch([]),
    $metadata: z.unknown(),
  })
  .partial();

/** Whether a store or the broker could not be reached: the same may work in a moment. */
export function isAway(error: unknown): boolean {
  const read = described.safeParse(error);
  if (!read.success) return false;
  const { code, name = '', message = '', cause, errors = [], $metadata } = read.data;
  if (AWAY_CODES.has(code) || (typeof code === 'string' && POSTGRES_AWAY.test(code))) return true;
  if (name === 'MongoServerError' && (AWAY_NUMBERS.has(code) || FERRETDB_AWAY.test(message))) return true;
  if (s3Away.safeParse($metadata).success) return true;
  if (AWAY_NAMES.has(name) || AWAY_MESSAGE.test(message) || isAway(cause)) return true;
  return errors.length > 0 && errors.every(isAway);
}

/** Whether a store is away, or the storage refuses us: keys that have run out, a full disk. */
export const isUnavailable = (error: unknown): boolean => isAway(error) || error instanceof StorageError;

/** What to tell of an error that was not thrown for the caller. */
export const masked = (error: unknown): Masked => (isUnavailable(error) ? AWAY : BROKEN);

/** The same as an error of GraphQL, at the same place. */
export const maskedError = (error: unknown, path: GraphQLError['path']): GraphQLError =>
  new GraphQLError(masked(error).message, { path, extensions: { ...masked(error).extensions } });

/** Logs an error that is not for the caller: as a warning where a store or the broker is away, since that passes without us. */
export function logMasked(log: Logger, error: unknown, about: object, what: string): void {
  log[isAway(error) ? 'warn' : 'error']({ err: error, ...about }, what);
}
