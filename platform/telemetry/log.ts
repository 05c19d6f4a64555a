import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { pino, type Logger as PinoLogger } from 'pino';

/** A structured logger; lines are JSON and carry the request id of the work they belong to. */
export type Logger = PinoLogger;

const requests = new AsyncLocalStorage<string | undefined>();

/** The header that carries a request id between our processes. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** Runs `work` so that its log lines, events and subrequests carry this request id. */
export const withRequestId = <Result>(requestId: string, work: () => Result): Result => requests.run(requestId, work);

/** Runs `work` that goes on by itself, for more than the request that may have begun it. */
export const withoutRequestId = <Result>(work: () => Result): Result => requests.run(undefined, work);

/** The id of the request under way; undefined outside of one. */
export const currentRequestId = (): string | undefined => requests.getStore();

/** The id to go on with: what the caller sent when it looks like an id, else a new one. */
export const acceptRequestId = (sent: unknown): string =>
  typeof sent === 'string' && /^[\w.:-]{1,128}$/.test(sent) ? sent : randomUUID();

/** Makes a service's logger. A line is written before the work goes on, so that the last words of a process are not lost. */
export const createLogger = (service: string, level: string): Logger =>
  pino(
    {
      level,
      base: { service, pid: process.pid },
      // What PostgreSQL says beside its message holds values: addresses, names. So does what Redis was told when it failed.
      redact: { paths: ['err.detail', 'err.where', 'err.parameters', 'err.command'], remove: true },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => {
        const requestId = currentRequestId();
        return requestId === undefined ? {} : { requestId };
      },
    },
    pino.destination({ dest: 1, sync: true }),
  );
