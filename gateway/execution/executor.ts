import type { GraphQLFormattedError } from 'graphql';
import type { Credentials } from '../auth/authenticator.ts';
import type { Ending } from '../ending.ts';
import type { TraceHeaders } from '../tracing.ts';
import type { Waiter } from '../planning/patience.ts';
import type { PlannedOperation } from '../planning/planner.ts';

/** What one request, or one subscription with all its events, is executed for. */
export interface Call {
  readonly requestId: string;
  /** Fresh credentials for subgraphs. */
  credentials(): Promise<Credentials>;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: Ending;
  /** When the request is over, in milliseconds of performance.now(); a subscription has no end. */
  readonly deadline?: number;
  /** The client's trace context (W3C), for subgraphs. */
  readonly trace?: TraceHeaders | undefined;
}

/** The variables of a request: as sent (only those the operation declares), and coerced with their defaults. */
export interface Variables {
  readonly sent: Readonly<Record<string, unknown>>;
  readonly coerced: Readonly<Record<string, unknown>>;
}

/**
 * An answer to a client: one line of JSON, in UTF-8, with `data` and perhaps `errors`; and what a transport must know
 * about it without reading it.
 */
export interface Answer {
  readonly body: Buffer;
  readonly hasErrors: boolean;
  /**
   * The memory the body lies on, with room for a head before it. It is the receiver's, for `givePageBack` when the answer
   * has left; without it nothing is given back.
   */
  readonly page?: Buffer;
}

/** A query or mutation made ready. */
export interface Executable {
  /**
   * Runs it. Never throws because of a subgraph: what one cannot answer is null, with an error. `waiter`: who waits for it to
   * begin, where that is not as long as for its end.
   */
  run(variables: Variables, call: Call, waiter?: Waiter): Promise<Answer>;
}

/** What to subscribe to, at which subgraph. */
export interface SubscriptionSource {
  readonly subgraph: string;
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What a subgraph sent as one event: an execution result of the source's operation, not yet looked at. */
export interface SubgraphEvent {
  readonly payload: unknown;
}

/** A subscription made ready for one listener's variables: where its events come from, and how an event becomes an answer. */
export interface ExecutableSubscription {
  readonly source: SubscriptionSource;
  /** Answers an event: the plan's first fetch is answered by it, the rest runs as for a query. */
  answer(event: SubgraphEvent, call: Call): Promise<Answer>;
}

/**
 * At once, unless something has to be planned for it.
 *
 * @throws RequestError when the viewer may not subscribe to the field, or it has no source, or cannot be planned.
 */
export type Subscribe = (
  variables: Variables,
  waiter: Waiter,
) => ExecutableSubscription | Promise<ExecutableSubscription>;

/** Runs plans. `prepare…` are called once per planned operation; what they return is kept as long as the plan. */
export interface Executor {
  prepare(operation: PlannedOperation): Executable;
  prepareSubscription(operation: PlannedOperation): Subscribe;
  /** Closes the connections to subgraphs, after what is under way. */
  close(): Promise<void>;
}

/** Writes an answer. Errors come first, so that a person reading the answer sees them. */
export function writeAnswer(data: unknown, errors: readonly GraphQLFormattedError[]): Answer {
  const content = errors.length > 0 ? { errors, data } : { data };
  return { body: Buffer.from(JSON.stringify(content)), hasErrors: errors.length > 0 };
}
