import type { Ending } from '../../ending.ts';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from '../client/subgraphClient.ts';
import { givenUp, SubrequestError } from '../subgraphs/transport.ts';
import { Balancer, type Endpoint } from './balancer.ts';
import { Breaker, type BreakerState } from './breaker.ts';
import { RetryBudget } from './retryBudget.ts';
import type { Policy } from './settings.ts';

/** The first pause before a retry is at most this; each next one twice as long. */
const BACK_OFF_MS = 50;

/** A subgraph's policy and the names of its addresses. */
export interface Policed {
  readonly subgraph: string;
  readonly policy: Policy;
  readonly endpoints: readonly string[];
}

/** What has been going on at a subgraph since the start. */
export interface Tally {
  readonly subgraph: string;
  readonly retries: number;
  /** Requests not made because the breaker was open. */
  readonly refused: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly breaker: BreakerState;
}

/** A client with policies around each request. */
export interface PolicedClient extends SubgraphClient {
  tallies(): readonly Tally[];
}

/** Puts each subgraph's policy around its requests: time-out, retries, breaker, choice of address. */
export function createPolicedClient(
  inner: SubgraphClient,
  policed: readonly Policed[],
  now: () => number = () => performance.now(),
): PolicedClient {
  const lanes = new Map(policed.map((one) => [one.subgraph, new Lane(inner, one, now)]));
  return {
    send: (request) => lanes.get(request.subgraph)?.send(request) ?? inner.send(request),
    close: () => inner.close(),
    tallies: () => [...lanes.values()].map((lane) => lane.tally()),
  };
}

/** The requests to one subgraph. */
class Lane {
  readonly #inner: SubgraphClient;
  readonly #subgraph: string;
  readonly #policy: Policy;
  readonly #now: () => number;
  readonly #breaker: Breaker | undefined;
  readonly #balancer: Balancer;
  readonly #budget = new RetryBudget();
  #retries = 0;
  #refused = 0;
  #bytesSent = 0;
  #bytesReceived = 0;

  constructor(inner: SubgraphClient, { subgraph, policy, endpoints }: Policed, now: () => number) {
    this.#inner = inner;
    this.#subgraph = subgraph;
    this.#policy = policy;
    this.#now = now;
    this.#breaker = policy.breaker && new Breaker(policy.breaker);
    this.#balancer = new Balancer(endpoints, policy.balance);
  }

  tally(): Tally {
    return {
      subgraph: this.#subgraph,
      retries: this.#retries,
      refused: this.#refused,
      bytesSent: this.#bytesSent,
      bytesReceived: this.#bytesReceived,
      breaker: this.#breaker?.state(this.#now()) ?? 'closed',
    };
  }

  send(request: SubgraphRequest): Promise<SubgraphResponse> {
    this.#budget.earn();
    return this.#try(request, 0, undefined);
  }

  #try(request: SubgraphRequest, attempt: number, avoid: Endpoint | undefined): Promise<SubgraphResponse> {
    const now = this.#now();
    if (this.#breaker && !this.#breaker.admits(now)) {
      this.#refused++;
      return Promise.reject(
        new SubrequestError(
          'SUBGRAPH_UNAVAILABLE',
          `Subgraph "${this.#subgraph}" kept failing and is not asked for a moment.`,
          { retryAfterSeconds: this.#breaker.retryAfterSeconds(now) },
        ),
      );
    }
    const endpoint = this.#balancer.take(now, avoid);
    endpoint.outstanding++;
    this.#bytesSent += lengthOf(request.body);
    const { subgraph, repeatable, body, headers, signal, deadline } = request;
    const { timeoutMs } = this.#policy;
    const sent = { subgraph, repeatable, body, headers, signal, deadline, endpoint: endpoint.name, timeoutMs };
    return this.#inner.send(sent).then(
      (response) => this.#answered(response, request, attempt, endpoint),
      (error: unknown) => this.#failed(error, request, attempt, endpoint),
    );
  }

  #answered(
    response: SubgraphResponse,
    request: SubgraphRequest,
    attempt: number,
    endpoint: Endpoint,
  ): SubgraphResponse | Promise<SubgraphResponse> {
    endpoint.outstanding--;
    this.#bytesReceived += response.body.length;
    if (isFromProxy(response.status)) {
      this.#count(endpoint);
      return this.#again(request, attempt, endpoint) ?? response;
    }
    this.#breaker?.succeeded(this.#now());
    this.#balancer.succeeded(endpoint);
    return response;
  }

  #failed(error: unknown, request: SubgraphRequest, attempt: number, endpoint: Endpoint): Promise<SubgraphResponse> {
    endpoint.outstanding--;
    if (request.signal.aborted || !(error instanceof SubrequestError)) {
      this.#breaker?.undecided();
      throw error;
    }
    if (error.code !== 'SUBREQUEST_FAILED' && error.code !== 'SUBREQUEST_TIMEOUT') {
      // It is there, and talks nonsense.
      this.#breaker?.succeeded(this.#now());
      throw error;
    }
    this.#count(endpoint);
    const again = error.code === 'SUBREQUEST_FAILED' ? this.#again(request, attempt, endpoint) : undefined;
    if (!again) throw error;
    return again;
  }

  #count(endpoint: Endpoint): void {
    const now = this.#now();
    this.#breaker?.failed(now);
    this.#balancer.failed(endpoint, now);
  }

  /** Asks again after a pause; undefined when that is not allowed. */
  #again(request: SubgraphRequest, attempt: number, failed: Endpoint): Promise<SubgraphResponse> | undefined {
    if (!request.repeatable || attempt >= this.#policy.retries || !this.#budget.spend()) return undefined;
    this.#retries++;
    const pauseMs = Math.random() * BACK_OFF_MS * 2 ** attempt;
    const ended = (): never => {
      throw givenUp(this.#subgraph, this.#now() >= (request.deadline ?? Number.POSITIVE_INFINITY));
    };
    return pause(pauseMs, request.signal).then(() => this.#try(request, attempt + 1, failed), ended);
  }
}

/** Rejects when nobody waits any more. */
function pause(pauseMs: number, ending: Ending): Promise<void> {
  if (ending.aborted) return Promise.reject(new Error('nobody waits'));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, pauseMs);
  const end = (): void => reject(new Error('nobody waits'));
  ending.addEventListener('abort', end);
  return promise.finally(() => {
    clearTimeout(timer);
    ending.removeEventListener('abort', end);
  });
}

/** What stands before a subgraph says so when the subgraph cannot answer. */
const isFromProxy = (status: number): boolean => status === 502 || status === 503 || status === 504;

function lengthOf(body: SubgraphRequest['body']): number {
  if (typeof body === 'string') return Buffer.byteLength(body);
  let length = 0;
  for (const piece of body) length += piece.length;
  return length;
}
