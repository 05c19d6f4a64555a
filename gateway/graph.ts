import { OperationTypeNode, type GraphQLSchema } from 'graphql';
import { clientHeaders, type ClientInfo } from '#platform/client.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import type { Caller, Credentials } from './auth/authenticator.ts';
import { gatewayError, internalError, isStackOverflow, refused, RequestError } from './errors.ts';
import type {
  Answer,
  Call,
  Executable,
  ExecutableSubscription,
  Executor,
  Subscribe,
  Variables,
} from './execution/executor.ts';
import type { Ending } from './ending.ts';
import { Limit } from './limit.ts';
import type { GatewayMetrics, Outcome } from './metrics.ts';
import type { Waiter } from './planning/patience.ts';
import { keyOf, type PlannedOperation, type Planner } from './planning/planner.ts';
import { SharedWork } from './planning/sharedWork.ts';
import type { Turns } from './planning/turns.ts';
import type { TraceHeaders } from './tracing.ts';
import type { Subscriptions } from './subscriptions/subscriptions.ts';
import { readVariables } from './variables.ts';
import { whenThere } from './whenThere.ts';

/** A GraphQL request, whichever way it came. */
export interface GraphQLRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Who waits for an answer. */
export interface Waiting {
  readonly requestId: string;
  /** Aborted when the client has gone. */
  readonly signal: Ending;
  readonly client?: ClientInfo | undefined;
  readonly trace?: TraceHeaders | undefined;
}

/** A request that can be executed. */
export type PreparedRequest =
  | { readonly kind: 'query' | 'mutation'; run(waiting: Waiting): Promise<Answer> }
  | {
      readonly kind: 'subscription';
      /** Answers one by one, in order; the next event is taken when the last answer was. @throws RequestError. */
      subscribe(waiting: Waiting): AsyncIterable<Answer>;
    };

/** The graph: what every transport asks. */
export interface Graph {
  /**
   * At once where the operation is known; what has to be planned waits for its turn.
   *
   * @param gone aborted when the client has gone: the turn is given up.
   * @throws RequestError for a request that cannot be executed.
   */
  prepare(request: GraphQLRequest, caller: Caller, gone: Ending): PreparedRequest | Promise<PreparedRequest>;
}

interface Options {
  readonly schema: GraphQLSchema;
  readonly planner: Planner;
  /** For what has to be planned. */
  readonly turns: Turns;
  readonly executor: Executor;
  readonly subscriptions: Subscriptions;
  readonly requestTimeoutMs: number;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
}

/** Puts planning, execution and subscriptions together. */
export function createGraph(options: Options): Graph {
  const { planner, log } = options;
  const planning = new SharedWork<PlannedOperation>(options.turns);
  const begin = beginning(options);
  const prepare: Graph['prepare'] = (request, caller, gone) => {
    const startedAt = performance.now();
    const text = { query: request.query, operationName: request.operationName || undefined };
    const { access } = caller;
    const waiter = { signal: gone, deadline: startedAt + options.requestTimeoutMs };
    const asked = { request, caller, startedAt, waiter };
    const planned =
      planner.known(text, access) ??
      planning.do(keyOf(text, access), text.query.length, () => planner.plan(text, access), waiter);
    return whenThere(planned, (operation) => begin(operation, asked));
  };
  return {
    prepare(...asked) {
      try {
        const prepared = prepare(...asked);
        return prepared instanceof Promise ? prepared.catch((error: unknown) => fail(error)) : prepared;
      } catch (error) {
        return fail(error);
      }
    },
  };

  function fail(error: unknown): never {
    throw masked(error, log);
  }
}

/** What is asked, by whom, and since when. */
interface Asked {
  readonly request: GraphQLRequest;
  readonly caller: Caller;
  readonly startedAt: number;
  readonly waiter: Waiter;
}

/** From a plan to what can be executed, with the request's variables. */
function beginning(
  options: Options,
): (planned: PlannedOperation, asked: Asked) => PreparedRequest | Promise<PreparedRequest> {
  const executables = new WeakMap<PlannedOperation, Executable>();
  const subscriptions = new WeakMap<PlannedOperation, Subscribe>();
  return (planned, { request, caller, startedAt, waiter }) => {
    const kind = planned.operation.operation;
    const variables = readVariables(options.schema, planned.operation, request.variables ?? {});
    if (kind === OperationTypeNode.SUBSCRIPTION) {
      const subscribeTo = remembered(subscriptions, planned, () => options.executor.prepareSubscription(planned));
      return whenThere(subscribeTo(variables, waiter), (executable) => ({
        kind,
        subscribe: (waiting) => subscribe(executable, callFor(caller, waiting), options),
      }));
    }
    const executable = remembered(executables, planned, () => options.executor.prepare(planned));
    return { kind, run: (waiting) => run(kind, executable, variables, caller, waiting, startedAt, options) };
  };
}

const callFor = (caller: Caller, { requestId, signal, trace }: Waiting): Call => ({
  requestId,
  signal,
  trace,
  credentials: () => caller.credentials(),
});

/** Subgraphs are told of the client with mutations: users limits what one address may try, and tells sessions apart by programs. */
async function credentialsFrom(caller: Caller, client: ClientInfo | undefined): Promise<Credentials> {
  const credentials = await caller.credentials();
  if (client === undefined) return credentials;
  const { headers, connection } = credentials;
  return { headers: { ...headers, ...clientHeaders(client) }, connection };
}

async function run(
  kind: 'query' | 'mutation',
  executable: Executable,
  variables: Variables,
  caller: Caller,
  waiting: Waiting,
  startedAt: number,
  { requestTimeoutMs, metrics, log }: Options,
): Promise<Answer> {
  const isQuery = kind === 'query';
  const limit = new Limit(startedAt + requestTimeoutMs, isQuery ? waiting.signal : undefined);
  let outcome: Outcome = 'failed';
  try {
    const call = {
      requestId: waiting.requestId,
      trace: waiting.trace,
      credentials: () => (isQuery ? caller.credentials() : credentialsFrom(caller, waiting.client)),
      signal: limit,
      deadline: limit.deadline,
    };
    // A mutation is finished once it has begun, whoever waits for it; before that its client may leave.
    const waiter = isQuery ? undefined : { signal: waiting.signal, deadline: limit.deadline };
    const answer = await executable.run(variables, call, waiter);
    outcome = answer.hasErrors ? 'errors' : 'ok';
    if (isQuery && answer.hasErrors && waiting.signal.aborted) outcome = 'cancelled';
    return answer;
  } catch (error) {
    // A mutation that is refused has not begun.
    if (waiting.signal.aborted && (isQuery || error instanceof RequestError)) outcome = 'cancelled';
    throw masked(error, log);
  } finally {
    limit.end();
    metrics.operation(kind, outcome, (performance.now() - startedAt) / 1000);
  }
}

async function* subscribe(
  executable: ExecutableSubscription,
  call: Call,
  { subscriptions, metrics, log }: Options,
): AsyncGenerator<Answer> {
  const startedAt = performance.now();
  let outcome: Outcome = 'failed';
  try {
    yield* subscriptions.open(executable, call);
    outcome = 'ok';
  } catch (error) {
    throw masked(error, log);
  } finally {
    metrics.operation('subscription', outcome, (performance.now() - startedAt) / 1000);
  }
}

function remembered<Key extends object, Value>(map: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function masked(error: unknown, log: Logger): RequestError {
  if (error instanceof RequestError) return error;
  // The stack has an end, and nothing of a request but its variables is as deep as the client likes.
  if (isStackOverflow(error)) {
    return refused(gatewayError('BAD_USER_INPUT', 'The variables are nested too deeply.'));
  }
  log.error({ err: error }, 'a request failed');
  return internalError();
}
