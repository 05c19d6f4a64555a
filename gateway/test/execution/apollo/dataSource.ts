import type { executeQueryPlan } from '@apollo/gateway';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from '#platform/telemetry/log.ts';
import type { Ending } from '../../../ending.ts';
import { gatewayError } from '../../../errors.ts';
import type { Call, SubgraphEvent } from '../../../execution/executor.ts';
import { readResult } from '../../../execution/subgraphs/parseAnswer.ts';
import { subrequestHeaders } from '../../../execution/subgraphs/headers.ts';
import { SubrequestError, type SubgraphAnswer } from '../../../execution/subgraphs/transport.ts';
import type { SubgraphTransport } from './transport.ts';
import { fitToShape } from './shape.ts';
import type { Step } from './steps.ts';

/** Apollo's map from subgraph to what answers its fetches. */
export type ServiceMap = Parameters<typeof executeQueryPlan>[1];
type DataSource = ServiceMap[string];
type Process = DataSource['process'];
type Response = Awaited<ReturnType<Process>>;

interface Options {
  readonly steps: ReadonlyMap<string, Step>;
  readonly transport: SubgraphTransport;
  readonly log: Logger;
  readonly call: Call;
  /** Answers the fetch with this operation text, in place of the subgraph. */
  readonly event?: { readonly operation: string; readonly event: SubgraphEvent };
}

/** What answers the fetches of one run: the transport, and for a subscription's first fetch its event. */
export function dataSources(options: Options): ServiceMap {
  const names = new Set([...options.steps.values()].map((step) => step.subgraph));
  return Object.fromEntries([...names].map((name) => [name, { process: processor(options) }]));
}

const processor =
  (options: Options): Process =>
  async ({ request }) => {
    const step = options.steps.get(request.query ?? '');
    if (!step) throw new Error('a fetch that is not in the plan');
    const variables = request.variables ?? {};
    try {
      const answer = await answerOf(step, request.query ?? '', variables, options);
      return checked(step, answer, variables);
    } catch (error) {
      if (!(error instanceof SubrequestError)) throw error;
      const { code, message, status, cause } = error;
      options.log.warn({ subgraph: step.subgraph, code, status, err: cause }, message);
      return { data: null, errors: step.failures(code, message, representationsIn(variables)) };
    }
  };

async function answerOf(
  step: Step,
  operation: string,
  variables: Readonly<Record<string, unknown>>,
  { transport, call, event }: Options,
): Promise<SubgraphAnswer> {
  if (event?.operation === operation) return readResult(step.subgraph, event.event.payload);
  return transport.send({
    subgraph: step.subgraph,
    repeatable: step.repeatable,
    body: step.body(variables),
    headers: subrequestHeaders(call, await call.credentials()),
    signal: signalOf(call.signal),
  });
}

function signalOf(ending: Ending): AbortSignal {
  const controller = new AbortController();
  if (ending.aborted) controller.abort();
  ending.addEventListener('abort', () => controller.abort());
  return controller.signal;
}

const representationsIn = (variables: Readonly<Record<string, unknown>>): number => {
  const representations = variables['representations'];
  return Array.isArray(representations) ? representations.length : 0;
};

/** Holds an answer against what was asked: as many entities as representations, and values of the right shape. */
function checked(step: Step, answer: SubgraphAnswer, variables: Readonly<Record<string, unknown>>): Response {
  const { data, errors } = answer;
  if (!data) return { data: null, errors: errors.length > 0 ? placed(step, errors, variables) : undefined };
  const entities = data['_entities'];
  const expected = representationsIn(variables);
  if (step.joins && entities !== null && !(Array.isArray(entities) && entities.length === expected)) {
    if (errors.length > 0) return { data: null, errors: placed(step, errors, variables) };
    const message = `Subgraph "${step.subgraph}" answered another number of entities than it was asked.`;
    throw new SubrequestError('SUBREQUEST_MALFORMED_RESPONSE', message);
  }
  // The transport parsed it for us alone; nothing else holds it.
  const own: Record<string, unknown> = data;
  const misfits = fitToShape(own, step.shape).map(({ path, expected: what }) =>
    gatewayError(
      'SUBREQUEST_MALFORMED_RESPONSE',
      `Subgraph "${step.subgraph}" answered something else than ${what}.`,
      path,
    ),
  );
  const all = [...placed(step, errors, variables), ...misfits];
  const usable = step.joins && entities === null ? null : own;
  return { data: usable, ...(all.length > 0 ? { errors: all } : {}) };
}

/** Gives an error without a path the one it can only have: that of the single entity that was asked. */
function placed(
  step: Step,
  errors: readonly GraphQLFormattedError[],
  variables: Readonly<Record<string, unknown>>,
): GraphQLFormattedError[] {
  if (!step.joins) return [...errors];
  const only = representationsIn(variables) === 1;
  return errors.map((error) => {
    const path = error.path ?? [];
    return path.length < 2 && only
      ? { ...error, path: ['_entities', 0] }
      : { ...error, path: path.length < 2 ? [] : path };
  });
}
