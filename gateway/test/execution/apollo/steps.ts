import { OperationTypeNode, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { gatewayError, type GatewayErrorCode } from '../../../errors.ts';
import { shapeOf, type Shape } from './shape.ts';

/** More errors than this for one failed fetch are not listed one by one. */
const MAX_ERRORS_PER_FETCH = 100;

/** A fetch of a plan, made ready. */
export interface Step {
  readonly subgraph: string;
  readonly repeatable: boolean;
  readonly shape: Shape;
  /** Whether it asks for `_entities`. */
  readonly joins: boolean;
  /** The request's body for these variables. */
  body(variables: Readonly<Record<string, unknown>>): string;
  /** Errors for everything the fetch was to bring, where it would have stood in the subgraph's answer. */
  failures(code: GatewayErrorCode, message: string, representations: number): GraphQLFormattedError[];
}

/** The fetches of a plan by their operation's text: equal texts are equal fetches. */
export function stepsOf(plan: QueryPlan, schema: GraphQLSchema): ReadonlyMap<string, Step> {
  const steps = new Map<string, Step>();
  for (const fetch of fetchesOf(plan.node)) {
    if (!steps.has(fetch.operation)) steps.set(fetch.operation, stepOf(fetch, schema));
  }
  return steps;
}

function fetchesOf(node: PlanNode | QueryPlan['node']): FetchNode[] {
  switch (node?.kind) {
    case undefined:
      return [];
    case 'Fetch':
      return [node];
    case 'Flatten':
      return fetchesOf(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesOf);
    case 'Condition':
      return [...fetchesOf(node.ifClause), ...fetchesOf(node.elseClause)];
    case 'Subscription':
      return [node.primary, ...fetchesOf(node.rest)];
    case 'Defer':
      throw new Error('plans are made without @defer');
  }
}

function stepOf(fetch: FetchNode, schema: GraphQLSchema): Step {
  const shape = shapeOf(fetch.operation, schema);
  const name = fetch.operationName === undefined ? '' : `,"operationName":${JSON.stringify(fetch.operationName)}`;
  const start = `{"query":${JSON.stringify(fetch.operation)}${name},"variables":`;
  const joins = fetch.requires !== undefined;
  const fields = (joins ? shape.fields?.get('_entities') : shape)?.fields ?? new Map<string, Shape>();
  const keys = [...fields.keys()].filter((key) => key !== '__typename');
  return {
    subgraph: fetch.serviceName,
    repeatable: fetch.operationKind === OperationTypeNode.QUERY,
    shape,
    joins,
    body: (variables) => `${start}${JSON.stringify(variables)}}`,
    failures(code, message, representations) {
      const prefixes = joins ? Array.from({ length: representations }, (_, index) => ['_entities', index]) : [[]];
      const errors: GraphQLFormattedError[] = [];
      for (const prefix of prefixes) {
        for (const key of keys) {
          if (errors.length === MAX_ERRORS_PER_FETCH) return errors;
          errors.push(gatewayError(code, message, [...prefix, key]));
        }
      }
      return errors;
    },
  };
}
