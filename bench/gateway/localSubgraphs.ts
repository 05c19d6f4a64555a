import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql } from 'graphql';
import { z } from 'zod';
import { typeDefsOf } from './compose.ts';
import { resolvers, subgraphs } from './workloads.ts';

const requestSchema = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).optional() });

/** Answers requests to the workloads' subgraphs. Whoever asks keeps the answers. */
export function localSubgraphs(): (subgraph: string, text: string) => Promise<Buffer> {
  const schemas = new Map(
    Object.keys(subgraphs).map((name) => [
      name,
      buildSubgraphSchema([{ typeDefs: typeDefsOf(name), resolvers: resolvers[name] ?? {} }]),
    ]),
  );
  return async (subgraph, text) => {
    const schema = schemas.get(subgraph);
    if (!schema) throw new Error(`no subgraph ${subgraph}`);
    const { query, variables } = requestSchema.parse(JSON.parse(text));
    return Buffer.from(JSON.stringify(await graphql({ schema, source: query, variableValues: variables })));
  };
}
