import { buildOperationContext, executeQueryPlan } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import { execute, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '#platform/telemetry/log.ts';
import { completeWithRefusals } from './refusals.ts';
import { gatewayError, refused } from '../../../errors.ts';
import type { PlannedOperation } from '../../../planning/planner.ts';
import type { Supergraph } from '../../../supergraph/supergraph.ts';
import {
  writeAnswer,
  type Answer,
  type Call,
  type Subscribe,
  type Executor,
  type SubgraphEvent,
  type Variables,
} from '../../../execution/executor.ts';
import type { SubgraphTransport } from './transport.ts';
import { dataSources } from './dataSource.ts';
import { placeErrors, readCompletionErrors, readErrors } from './errors.ts';
import { hiddenFrom } from './hidden.ts';
import { requestContext } from './requestContext.ts';
import { stepsOf } from './steps.ts';

interface Options {
  readonly supergraph: Supergraph;
  readonly transport: SubgraphTransport;
  readonly log: Logger;
}

interface Known extends Options {
  readonly isHidden: ReturnType<typeof hiddenFrom>;
}

type Data = Readonly<Record<string, unknown>> | null;
type Outcome = { readonly data: Data; readonly errors: GraphQLFormattedError[] };
type FirstFetch = { readonly operation: string; readonly event: SubgraphEvent };
type Run = (variables: Variables, call: Call, first?: FirstFetch) => Promise<Outcome>;

/** Runs plans with @apollo/gateway's executeQueryPlan. */
export function createApolloExecutor(given: Options): Executor {
  const options = { ...given, isHidden: hiddenFrom(given.supergraph) };
  return {
    prepare(operation) {
      const run = operation.plan.node
        ? planRunner(operation, operation.plan, options)
        : introspector(operation, options);
      return { run: async (variables, call) => answer(await run(variables, call), operation, variables, options) };
    },
    prepareSubscription: (operation) => prepareSubscription(operation, options),
    close: () => options.transport.close(),
  };
}

function prepareSubscription(operation: PlannedOperation, options: Known): Subscribe {
  const { node } = operation.plan;
  if (node?.kind !== 'Subscription') {
    throw operation.permitted
      ? refused(gatewayError('UNAUTHORIZED_FIELD_OR_TYPE', 'Unauthorized field or type'))
      : refused(gatewayError('BAD_USER_INPUT', 'The subscription asks nothing of a subgraph.'));
  }
  const { primary, rest } = node;
  const plan: QueryPlan = {
    kind: 'QueryPlan',
    node: rest ? { kind: 'Sequence', nodes: [primary, rest] } : primary,
  };
  const run = planRunner(operation, plan, options);
  return (variables) => ({
    source: {
      subgraph: primary.serviceName,
      query: primary.operation,
      operationName: primary.operationName,
      variables: Object.fromEntries(
        (primary.variableUsages ?? [])
          .filter((name) => name in variables.sent)
          .map((name) => [name, variables.sent[name]]),
      ),
    },
    answer: async (event, call) =>
      answer(await run(variables, call, { operation: primary.operation, event }), operation, variables, options),
  });
}

function planRunner(operation: PlannedOperation, plan: QueryPlan, known: Known): Run {
  const { supergraph, transport, log, isHidden } = known;
  const document = operation.permitted ?? operation.document;
  const context = buildOperationContext({ schema: supergraph.apiSchema, operationDocument: document });
  const steps = stepsOf(plan, supergraph.fullSchema);
  return async (variables, call, event) => {
    const result = await executeQueryPlan(
      plan,
      dataSources({ steps, transport, log, call, event }),
      requestContext({ schema: supergraph.apiSchema, document, operation: context.operation, variables, log }),
      context,
      supergraph.fullSchema,
      supergraph.apolloApiSchema,
    );
    const data = result.data ?? null;
    const incomplete = readCompletionErrors(result.extensions).filter((error) => !isHidden(error, data));
    return { data, errors: [...readErrors(result.errors ?? [], log), ...incomplete] };
  };
}

/** Answers what needs no subgraph: introspection, and `__typename` of root types. */
function introspector(operation: PlannedOperation, { supergraph, log }: Options): Run {
  const document = operation.permitted ?? operation.document;
  return async ({ sent }) => {
    const result = await execute({ schema: supergraph.apiSchema, document, variableValues: sent, rootValue: {} });
    return { data: result.data ?? null, errors: readErrors(result.errors ?? [], log) };
  };
}

function answer(outcome: Outcome, operation: PlannedOperation, variables: Variables, { supergraph }: Options): Answer {
  if (!operation.permitted) return writeAnswer(outcome.data, placeErrors(outcome.errors, outcome.data));
  const { document, access } = operation;
  const { data, errors } = completeWithRefusals(outcome.data, {
    schema: supergraph.apiSchema,
    document,
    operation: operation.operation,
    access,
    variables: variables.coerced,
  });
  return writeAnswer(data, [...placeErrors(outcome.errors, outcome.data), ...errors]);
}
