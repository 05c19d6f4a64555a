import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Pool, type Dispatcher } from 'undici';
import { REQUEST_ID_HEADER } from '#platform/telemetry/log.ts';
import type { Credentials } from '../../auth/authenticator.ts';
import { closePools } from '../../pools.ts';
import type { Subgraph } from '../../supergraph/supergraph.ts';
import type { Call } from '../executor.ts';
import { parseAnswer } from './parseAnswer.ts';
import { SubrequestError, type SubgraphAnswer, type SubgraphTransport, type Subrequest } from './transport.ts';

interface Options {
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  /** The most connections to one subgraph. */
  readonly connections: number;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** Told of every subrequest when it is over; `outcome` is `ok` or the error's code. */
  readonly observe?: (subgraph: string, outcome: string, seconds: number) => void;
}

const FIXED_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json;q=0.9',
};

/** A subgraph's connections, and where on it GraphQL is. */
interface Target {
  readonly pool: Pool;
  readonly path: string;
}

/** A transport over HTTP/1.1 with a pool of kept connections per subgraph. */
export function createPooledTransport(options: Options): SubgraphTransport {
  const targets = openTargets(options);
  const attempt = (subrequest: Subrequest, signal: AbortSignal): Promise<SubgraphAnswer> =>
    ask(targets.get(subrequest.subgraph), subrequest, signal, options.maxResponseBytes);

  const send = async (subrequest: Subrequest): Promise<SubgraphAnswer> => {
    const timeout = AbortSignal.timeout(options.timeoutMs);
    const signal = AbortSignal.any([subrequest.signal, timeout]);
    try {
      return await attempt(subrequest, signal).catch((error: unknown) => {
        if (subrequest.repeatable && wasClosed(error)) return attempt(subrequest, signal);
        throw error;
      });
    } catch (error) {
      throw explain(error, subrequest, timeout);
    }
  };

  return {
    async send(subrequest) {
      const startedAt = performance.now();
      let outcome = 'ok';
      try {
        return await send(subrequest);
      } catch (error) {
        outcome = error instanceof SubrequestError ? error.code : 'INTERNAL_SERVER_ERROR';
        throw error;
      } finally {
        options.observe?.(subrequest.subgraph, outcome, (performance.now() - startedAt) / 1000);
      }
    },
    close: () => closePools([...targets.values()].map(({ pool }) => pool)),
  };
}

const openTargets = ({ subgraphs, connections }: Options): ReadonlyMap<string, Target> =>
  new Map(
    [...subgraphs.values()].map(({ name, url }) => {
      const pool = new Pool(url.origin, {
        connections,
        pipelining: 1,
        keepAliveTimeout: 4_000,
        keepAliveMaxTimeout: 30_000,
        // Deadlines are ours, over all of a subrequest.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      return [name, { pool, path: `${url.pathname}${url.search}` }];
    }),
  );

async function ask(
  target: Target | undefined,
  { subgraph, headers, body }: Subrequest,
  signal: AbortSignal,
  maxBytes: number,
): Promise<SubgraphAnswer> {
  if (!target) throw new SubrequestError('SUBREQUEST_FAILED', `There is no subgraph "${subgraph}".`);
  const response = await target.pool.request({
    method: 'POST',
    path: target.path,
    headers: { ...FIXED_HEADERS, ...headers },
    body,
    signal,
  });
  const text = await readText(response, subgraph, maxBytes);
  return parseAnswer(subgraph, text, response.statusCode);
}

/** Headers of a subrequest beside those every one has. */
export const subrequestHeaders = (
  { requestId, trace }: Pick<Call, 'requestId' | 'trace'>,
  { headers }: Pick<Credentials, 'headers'>,
): Record<string, string> => ({ [REQUEST_ID_HEADER]: requestId, ...trace, ...headers });

const wasClosed = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'UND_ERR_SOCKET' || error.code === 'ECONNRESET');

function explain(error: unknown, { subgraph, signal }: Subrequest, timeout: AbortSignal): SubrequestError {
  if (error instanceof SubrequestError) return error;
  if (timeout.aborted || signal.aborted) {
    return new SubrequestError('SUBREQUEST_TIMEOUT', `Subgraph "${subgraph}" did not answer in time.`, {
      cause: error,
    });
  }
  return new SubrequestError('SUBREQUEST_FAILED', `Subgraph "${subgraph}" cannot be reached.`, { cause: error });
}

async function readText(response: Dispatcher.ResponseData, subgraph: string, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  const body = decoded(response.body, response.headers['content-encoding'], subgraph);
  for await (const chunk of body) {
    const bytes: unknown = chunk;
    if (!Buffer.isBuffer(bytes)) continue;
    length += bytes.length;
    if (length > limit) {
      drop(body);
      throw new SubrequestError('SUBREQUEST_TOO_LARGE', `Subgraph "${subgraph}" answered more than ${limit} bytes.`);
    }
    chunks.push(bytes);
  }
  const text = Buffer.concat(chunks, length).toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Reads no further. What the stream has to say about that nobody hears, and an unheard error would end the process. */
function drop(body: Readable): void {
  body.on('error', () => undefined);
  body.destroy();
}

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

function decoded(body: Readable, encoding: string | string[] | undefined, subgraph: string): Readable {
  const name = String(encoding ?? '')
    .trim()
    .toLowerCase();
  if (name === '' || name === 'identity') return body;
  const decoder = decoders[name];
  if (!decoder) {
    drop(body);
    throw new SubrequestError(
      'SUBREQUEST_MALFORMED_RESPONSE',
      `Subgraph "${subgraph}" answered in encoding "${name}".`,
    );
  }
  // Errors of either end surface where the decoded stream is read.
  return pipeline(body, decoder(), () => undefined);
}
