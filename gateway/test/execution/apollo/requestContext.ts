import type { executeQueryPlan } from '@apollo/gateway';
import { print, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { z } from 'zod';
import type { Logger } from '#platform/telemetry/log.ts';
import type { Variables } from '../../../execution/executor.ts';

/** Apollo Server's idea of a request. Of it, executeQueryPlan reads the variables, the logger and `metrics`. */
export type ApolloRequestContext = Parameters<typeof executeQueryPlan>[2];

interface Options {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  readonly log: Logger;
}

const noCache: ApolloRequestContext['cache'] = {
  get: async () => undefined,
  set: async () => undefined,
  delete: async () => false,
};

/** A branded string that only Apollo Server's plugins read. */
const schemaHash = z.custom<ApolloRequestContext['schemaHash']>().parse('unused');

/** Makes one for a run. */
export function requestContext({ schema, document, operation, variables, log }: Options): ApolloRequestContext {
  const operationName = operation.name?.value ?? null;
  return {
    request: { variables: { ...variables.sent } },
    logger: log,
    schema,
    schemaHash,
    context: {},
    cache: noCache,
    queryHash: '',
    document,
    get source() {
      return print(document);
    },
    operationName,
    operation,
    metrics: {},
    overallCachePolicy: undefined,
  };
}
