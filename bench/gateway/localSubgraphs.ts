import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql } from 'graphql';
import { z } from 'zod';
import { typeDefsOf } from './compose.ts';
import { resolvers, subgraphs } from './workloads.ts';

const requestSchema = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()) });

/** Answers requests to the workloads' subgraphs; what was asked once is answered from memory. */
export function localSubgraphs(): (subgraph: string, text: string) => Promise<Buffer> {
  const schemas = new Map(
    Object.keys(subgraphs).map((name) => [
      name,
      buildSubgraphSchema([{ typeDefs: typeDefsOf(name), resolvers: resolvers[name] ?? {} }]),
    ]),
  );
  const answers = new Map<string, Buffer>();
  return async (subgraph, text) => {
    const key = `${subgraph} ${text}`;
    const known = answers.get(key);
    if (known) return known;
    const schema = schemas.get(subgraph);
    if (!schema) throw new Error(`no subgraph ${subgraph}`);
    const { query, variables } = requestSchema.parse(JSON.parse(text));
    const body = Buffer.from(JSON.stringify(await graphql({ schema, source: query, variableValues: variables })));
    answers.set(key, body);
    return body;
  };
}
