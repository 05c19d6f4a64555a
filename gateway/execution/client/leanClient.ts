import type { Socket } from 'node:net';
import { startDeadline, type Deadline, type Hurried } from '../../deadlines.ts';
import { givenUp, SubrequestError } from '../subgraphs/transport.ts';
import type { Connection, Exchange, Failure, RawResponse } from './connection.ts';
import { decoded } from './decoding.ts';
import { writeMessage } from './message.ts';
import { Pool } from './pool.ts';
import { ProtocolError } from './protocolError.ts';
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

/** What every request to one subgraph shares. */
interface Route extends Options {
  readonly target: Target;
  readonly pool: Pool;
}

/** A client over HTTP/1.1 and nothing more: kept connections, one write for each request, no compression. */
export function createLeanClient(options: Options): SubgraphClient {
  const routes = new Map<string, Route>();
  for (const [endpoint, { name, url }] of options.subgraphs) {
    const target = targetOf(name, url);
    routes.set(endpoint, { ...options, target, pool: new Pool(target, options.connections) });
  }
  return {
    send(request) {
      const route = routes.get(request.endpoint ?? request.subgraph);
      const message = `There is no subgraph "${request.subgraph}".`;
      if (!route) return Promise.reject(new SubrequestError('SUBREQUEST_FAILED', message));
      return new Promise((resolve, reject) => {
        new Sending(request, route, resolve, reject).start();
      });
    },
    async close() {
      await Promise.all([...routes.values()].map(({ pool }) => pool.close()));
    },
  };
}

/** One request until it is answered, given up, or has failed for good. */
class Sending implements Exchange, Hurried {
  readonly maxBytes: number;
  connection: Connection | undefined;
  readonly #request: SubgraphRequest;
  readonly #route: Route;
  /** When it must be over, in milliseconds of performance.now(). */
  readonly #end: number;
  readonly #resolve: (response: SubgraphResponse) => void;
  readonly #reject: (error: SubrequestError) => void;
  readonly #startedAt = performance.now();
  #deadline: Deadline | undefined;
  #repeated = false;
  #isStarting = true;

  constructor(
    request: SubgraphRequest,
    route: Route,
    resolve: (response: SubgraphResponse) => void,
    reject: (error: SubrequestError) => void,
  ) {
    this.maxBytes = route.maxResponseBytes;
    this.#request = request;
    this.#route = route;
    this.#end = endOf(request, this.#startedAt, route.timeoutMs);
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    const { signal } = this.#request;
    if (signal.aborted || this.#end <= this.#startedAt) {
      this.#failed(this.#givenUp());
      return;
    }
    signal.addEventListener('abort', this.onDeadline);
    this.#deadline = startDeadline(this.#end, this);
    this.#route.pool.send(this, this.#startedAt);
    this.#isStarting = false;
  }

  writeTo(socket: Socket): void {
    const now = this.#isStarting ? this.#startedAt : performance.now();
    writeMessage(socket, this.#route.target, this.#request, this.#end - now);
  }

  onResponse(response: RawResponse): void {
    if (response.encoding === '') this.#answered(response, response.at);
    else void this.#decode(response);
  }

  onFailure({ error, wasStale }: Failure): void {
    if (wasStale && this.#request.repeatable && !this.#repeated && !(error instanceof SubrequestError)) {
      this.#repeated = true;
      this.#route.pool.sendFresh(this);
      return;
    }
    this.#failed(error instanceof SubrequestError ? error : explain(error, this.#request.subgraph));
  }

  readonly onDeadline = (): void => this.#route.pool.giveUp(this, this.#givenUp());

  async #decode({ status, body, encoding, cacheControl }: RawResponse): Promise<void> {
    try {
      this.#answered({ status, cacheControl, body: await decoded(body, encoding, this.maxBytes) });
    } catch (error) {
      this.#failed(explain(error instanceof Error ? error : new Error(String(error)), this.#request.subgraph));
    }
  }

  #answered(response: SubgraphResponse, at = performance.now()): void {
    this.#over('ok', at);
    this.#resolve(response);
  }

  #failed(error: SubrequestError): void {
    this.#over(error.code, performance.now());
    this.#reject(error);
  }

  #over(outcome: string, at: number): void {
    this.#deadline?.stop();
    this.#request.signal.removeEventListener('abort', this.onDeadline);
    this.#route.observe?.(this.#request.subgraph, outcome, (at - this.#startedAt) / 1000);
  }

  #givenUp(): SubrequestError {
    const { signal, subgraph } = this.#request;
    // A timer may be a little early.
    return givenUp(subgraph, !signal.aborted || performance.now() >= this.#end);
  }
}

function explain(error: Error, subgraph: string): SubrequestError {
  if (!(error instanceof ProtocolError)) {
    return new SubrequestError('SUBREQUEST_FAILED', `Subgraph "${subgraph}" cannot be reached.`, { cause: error });
  }
  return new SubrequestError(error.code, `Subgraph "${subgraph}" answered ${error.message}.`, { cause: error });
}

/** No more time than is left of the whole. */
function endOf({ deadline, timeoutMs }: SubgraphRequest, startedAt: number, usualMs: number): number {
  const own = startedAt + (timeoutMs ?? usualMs);
  return deadline === undefined ? own : Math.min(own, deadline);
}
