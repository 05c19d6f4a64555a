import { DEADLINE_HEADER } from '#platform/deadline.ts';
import { SubrequestError } from '../subgraphs/transport.ts';
import type { Failure, RawResponse } from './connection.ts';
import { decoded } from './decoding.ts';
import { Pool } from './pool.ts';
import { ProtocolError } from './responseReader.ts';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from './subgraphClient.ts';
import { targetOf, type Target } from './target.ts';

interface Options {
  /** By the name of an endpoint: the subgraph's own, unless it has several addresses. */
  readonly subgraphs: ReadonlyMap<string, { readonly name: string; readonly url: URL }>;
  /** The most connections to one address. */
  readonly connections: number;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** Told of every request when it is over; `outcome` is `ok` or the error's code. */
  readonly observe?: (subgraph: string, outcome: string, seconds: number) => void;
}

/** A client over HTTP/1.1 and nothing more: kept connections, one write for each request, no compression. */
export function createLeanClient(options: Options): SubgraphClient {
  const routes = new Map<string, { target: Target; pool: Pool }>();
  for (const [endpoint, { name, url }] of options.subgraphs) {
    const target = targetOf(name, url);
    routes.set(endpoint, { target, pool: new Pool(target, options.connections) });
  }
  return {
    send(request) {
      const route = routes.get(request.endpoint ?? request.subgraph);
      const message = `There is no subgraph "${request.subgraph}".`;
      if (!route) return Promise.reject(new SubrequestError('SUBREQUEST_FAILED', message));
      return new Promise((resolve, reject) => {
        new Sending(request, route.target, route.pool, options, resolve, reject).start();
      });
    },
    async close() {
      await Promise.all([...routes.values()].map(({ pool }) => pool.close()));
    },
  };
}

/** One request until it is answered, given up, or has failed for good. */
class Sending {
  readonly #request: SubgraphRequest;
  readonly #pool: Pool;
  readonly #options: Options;
  readonly #timeoutMs: number;
  readonly #message: string | Uint8Array;
  readonly #resolve: (response: SubgraphResponse) => void;
  readonly #reject: (error: SubrequestError) => void;
  readonly #startedAt = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #giveUp: ((error: Error) => void) | undefined;
  #repeated = false;

  constructor(
    request: SubgraphRequest,
    target: Target,
    pool: Pool,
    options: Options,
    resolve: (response: SubgraphResponse) => void,
    reject: (error: SubrequestError) => void,
  ) {
    this.#request = request;
    this.#pool = pool;
    this.#options = options;
    this.#timeoutMs = timeoutFor(request, options.timeoutMs);
    this.#message = messageOf(target, request, this.#timeoutMs);
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    const { signal } = this.#request;
    if (signal.aborted || this.#timeoutMs <= 0) {
      this.#failed(this.#outOfTime());
      return;
    }
    signal.addEventListener('abort', this.#onDeadline);
    this.#timer = setTimeout(this.#onDeadline, this.#timeoutMs);
    this.#send();
  }

  #send(): void {
    this.#giveUp = this.#pool.send(
      {
        message: this.#message,
        maxBytes: this.#options.maxResponseBytes,
        onResponse: (response) => {
          if (response.encoding === '') this.#answered(response);
          else void this.#decode(response);
        },
        onFailure: (failure) => this.#onFailure(failure),
      },
      this.#repeated,
    );
  }

  async #decode({ status, body, encoding }: RawResponse): Promise<void> {
    try {
      this.#answered({ status, body: await decoded(body, encoding, this.#options.maxResponseBytes) });
    } catch (error) {
      this.#failed(explain(error instanceof Error ? error : new Error(String(error)), this.#request.subgraph));
    }
  }

  #answered(response: SubgraphResponse): void {
    this.#over('ok');
    this.#resolve(response);
  }

  readonly #onDeadline = (): void => this.#giveUp?.(this.#outOfTime());

  #onFailure({ error, wasStale }: Failure): void {
    if (wasStale && this.#request.repeatable && !this.#repeated && !(error instanceof SubrequestError)) {
      this.#repeated = true;
      this.#send();
      return;
    }
    this.#failed(error instanceof SubrequestError ? error : explain(error, this.#request.subgraph));
  }

  #failed(error: SubrequestError): void {
    this.#over(error.code);
    this.#reject(error);
  }

  #over(outcome: string): void {
    clearTimeout(this.#timer);
    this.#request.signal.removeEventListener('abort', this.#onDeadline);
    this.#options.observe?.(this.#request.subgraph, outcome, (performance.now() - this.#startedAt) / 1000);
  }

  #outOfTime(): SubrequestError {
    return new SubrequestError('SUBREQUEST_TIMEOUT', `Subgraph "${this.#request.subgraph}" did not answer in time.`);
  }
}

function explain(error: Error, subgraph: string): SubrequestError {
  if (!(error instanceof ProtocolError)) {
    return new SubrequestError('SUBREQUEST_FAILED', `Subgraph "${subgraph}" cannot be reached.`, { cause: error });
  }
  return new SubrequestError(error.code, `Subgraph "${subgraph}" answered ${error.message}.`, { cause: error });
}

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const ASCII_VALUE = /^[\t\x20-\x7e]*$/;

/** How many milliseconds a request may take: no more than is left of the whole. */
function timeoutFor({ deadline, timeoutMs }: SubgraphRequest, usual: number): number {
  const own = timeoutMs ?? usual;
  return deadline === undefined ? own : Math.min(own, deadline - performance.now());
}

/** Head and body as one message, so that they leave in one write. */
function messageOf({ head }: Target, { headers, body }: SubgraphRequest, timeoutMs: number): string | Uint8Array {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : lengthOf(body);
  let text = `${head}content-length: ${length}\r\n${DEADLINE_HEADER}: ${Math.ceil(timeoutMs)}\r\n`;
  let isAscii = true;
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (!ASCII_VALUE.test(value)) {
      // A line break in a value would be a header, or a request, of the client's making.
      if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) continue;
      isAscii = false;
    }
    if (HEADER_NAME.test(name)) text += `${name}: ${value}\r\n`;
  }
  text += '\r\n';
  if (typeof body === 'string' && isAscii) return text + body;
  const pieces = typeof body === 'string' ? [Buffer.from(body)] : body;
  return Buffer.concat([Buffer.from(text, 'latin1'), ...pieces]);
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return length;
}
