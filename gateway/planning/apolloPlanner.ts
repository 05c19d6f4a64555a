import { operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { getOperationAST, Kind, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { Logger } from '#platform/telemetry/log.ts';
import type { Access } from '../auth/access.ts';
import { permit } from '../auth/permit.ts';
import { BoundedCache } from '../boundedCache.ts';
import { gatewayError, outcomeOf, refused, RequestError } from '../errors.ts';
import { conditionVariables } from '../execution/plan/compile.ts';
import { decided, readDocument, withoutFragments, type Conditions } from '../execution/plan/selections.ts';
import { LARGE_BYTES, weigh } from '../execution/weight.ts';
import type { Limits } from '../limits/limits.ts';
import { readOverrides } from '../supergraph/overrides.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import { readDocumentText } from './documents.ts';
import { inTime, TookTooLong } from './inTime.ts';
import { keyOf, type OperationText, type PlannedOperation, type Planner } from './planner.ts';

const MB = 1024 * 1024;
const KEPT_PLANS = { entries: 2_000, weight: 96 * MB };
/** What is too heavy for these is not kept. */
const KEPT_LARGE_PLANS = { entries: 100, weight: 64 * MB };
/** Errors say where they are, and repeat what stands there. */
const REFUSAL = { base: 4 * 1024, letter: 4 };
/** Keeps a single hostile operation from holding the process for seconds; Apollo's default is 10 000. */
const MAX_EVALUATED_PLANS = 2_000;

/**
 * Plans with @apollo/query-planner. Plans, and refusals, are kept by text, operation name and what the viewer may
 * read, for as long as they have room together: with everything that hangs on them (see `weigh`).
 *
 * @param rename gives what is planned the names that the executor wants.
 */
export function createApolloPlanner(
  supergraph: Supergraph,
  limits: Limits,
  log: Logger,
  rename: (document: DocumentNode) => DocumentNode = (document) => document,
): Planner {
  const build = createPlanBuilder(supergraph, limits, log);
  const kept = new BoundedCache<PlannedOperation | RequestError>(KEPT_PLANS);
  const keptLarge = new BoundedCache<PlannedOperation | RequestError>(KEPT_LARGE_PLANS);

  const known: Planner['known'] = (text, access) => {
    const key = keyOf(text, access);
    const outcome = kept.get(key) ?? keptLarge.get(key);
    if (outcome instanceof RequestError) throw outcome;
    return outcome;
  };

  return {
    known,
    plan(text, access) {
      const planned = known(text, access);
      if (planned) return planned;
      // What cannot be planned took as long to find out.
      const outcome = outcomeOf(() => planText(text, access));
      keep(keyOf(text, access), outcome);
      if (outcome instanceof RequestError) throw outcome;
      return outcome;
    },
  };

  function keep(key: string, outcome: PlannedOperation | RequestError): void {
    const isRefusal = outcome instanceof RequestError;
    const weight = isRefusal ? REFUSAL.base + REFUSAL.letter * key.length : outcome.weight.bytes;
    (weight > LARGE_BYTES ? keptLarge : kept).set(key, outcome, weight);
  }

  function planText({ query, operationName }: OperationText, access: Access): PlannedOperation {
    const document = readDocumentText(query, supergraph.apiSchema, limits);
    const operation = chooseOperation(document, operationName);
    return planOperation(document, operation, access, query);
  }

  function planOperation(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    access: Access,
    query: string,
  ): PlannedOperation {
    const alone = withoutFragments(withoutOtherOperations(document, operation));
    const own = withoutDirectives(alone, supergraph.clientDirectives);
    const permitted = permit(own, supergraph.apiSchema, access);
    const asked = permitted ?? own;
    const buildFor = (some: DocumentNode): QueryPlan => build(rename(some), operation.name?.value, query);
    const plan = buildFor(asked);
    const conditions = conditionVariables(own);
    const planFor = (given: Conditions): QueryPlan =>
      conditions.length === 0 ? plan : buildFor(decided(asked, given));
    const { operation: planned } = readDocument(own);
    const weight = weigh(planned, plan, query.length, conditions.length);
    return { document: own, operation: planned, permitted, access, plan, planFor, weight };
  }
}

type BuildPlan = (document: DocumentNode, operationName: string | undefined, query: string) => QueryPlan;

/** Builds plans, each within the time that planning may take; what cannot be planned is refused. */
function createPlanBuilder(supergraph: Supergraph, { planningMs }: Limits, log: Logger): BuildPlan {
  const newPlanner = (): QueryPlanner =>
    new QueryPlanner(supergraph.apollo, { debug: { maxEvaluatedPlans: MAX_EVALUATED_PLANS } });
  let planner = newPlanner();
  const overridesFor = readOverrides(supergraph.sdl);
  return (whole, operationName, query) => {
    const document = withoutIntrospection(whole);
    if (!document) return { kind: 'QueryPlan' };
    try {
      const operation = operationFromDocument(supergraph.apolloApiSchema, document, { operationName });
      const options = { overrideConditions: new Map(overridesFor(query)) };
      return inTime(planningMs, () => planner.buildQueryPlan(operation, options));
    } catch (error) {
      log.warn({ err: error, operationName }, 'an operation could not be planned');
      // It keeps what it found out, and was stopped in the middle of that.
      if (error instanceof TookTooLong) planner = newPlanner();
      const why = error instanceof TookTooLong ? ': it asks too much at once' : '';
      throw refused(gatewayError('QUERY_PLANNING_FAILED', `The operation cannot be planned${why}.`));
    }
  };
}

function chooseOperation(document: DocumentNode, operationName: string | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (operation) return operation;
  const message =
    operationName === undefined
      ? 'The document has several operations (or none): say which one with operationName.'
      : `The document has no operation named "${operationName}".`;
  throw refused(gatewayError('OPERATION_RESOLUTION_FAILURE', message));
}

const withoutOtherOperations = (document: DocumentNode, operation: OperationDefinitionNode): DocumentNode => ({
  ...document,
  definitions: document.definitions.filter(
    (definition) => definition.kind !== Kind.OPERATION_DEFINITION || definition === operation,
  ),
});

/**
 * What subgraphs are asked for; undefined when that is nothing. Introspection is answered here, and the planner would refuse what
 * was added to it since.
 */
function withoutIntrospection(document: DocumentNode): DocumentNode | undefined {
  const asked: DocumentNode = visit(document, {
    Field: ({ name }) => (/^__(schema|type)$/.test(name.value) ? null : undefined),
    InlineFragment: { leave: ({ selectionSet }) => (selectionSet.selections.length === 0 ? null : undefined) },
  });
  const isEmpty = asked.definitions.some(
    (each) => each.kind === Kind.OPERATION_DEFINITION && each.selectionSet.selections.length === 0,
  );
  return isEmpty ? undefined : asked;
}

function withoutDirectives(document: DocumentNode, names: ReadonlySet<string>): DocumentNode {
  if (names.size === 0) return document;
  return visit(document, { Directive: ({ name }) => (names.has(name.value) ? null : undefined) });
}
