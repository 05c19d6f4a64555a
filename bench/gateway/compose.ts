import { composeServices } from '@apollo/composition';
import { parse, type DocumentNode } from 'graphql';
import { subgraphs } from './workloads.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@requires", "@external"])`;

export const typeDefsOf = (name: string): DocumentNode => parse(`${LINK}\n${subgraphs[name] ?? ''}`);

/** The supergraph of the workloads; each subgraph at a path of its own on one port. */
export function composeWorkloads(port: number): string {
  const { errors, supergraphSdl } = composeServices(
    Object.keys(subgraphs).map((name) => ({
      name,
      url: `http://127.0.0.1:${port}/${name}`,
      typeDefs: typeDefsOf(name),
    })),
  );
  if (errors || !supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
