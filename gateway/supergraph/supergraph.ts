import { readFile } from 'node:fs/promises';
import {
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph as ApolloSupergraph,
  type Schema,
} from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';
import { resolvableKeysFirst } from './keys.ts';

/** A subgraph and where it is reached. */
export interface Subgraph {
  readonly name: string;
  readonly url: URL;
  /** All addresses; the first is `url`. */
  readonly urls: readonly URL[];
  readonly subscriptionUrl: URL;
}

/** A field and the arguments with which a `@requires` asks it. */
export interface RequirementName {
  readonly field: string;
  /** As in a document, with the parentheses. */
  readonly arguments: string;
}

/** A supergraph made ready: what clients see of it, all of it, and its subgraphs by name. */
export interface Supergraph {
  readonly apollo: ApolloSupergraph;
  /** The API schema, in Apollo's form (for planning) and in that of graphql-js (for everything else). */
  readonly apolloApiSchema: Schema;
  readonly apiSchema: GraphQLSchema;
  /** With everything `@inaccessible` in it; only for talking to subgraphs. */
  readonly fullSchema: GraphQLSchema;
  readonly sdl: string;
  /** What names that `nameRequirements` made stand for. */
  readonly requirementNames: ReadonlyMap<string, RequirementName>;
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
}

/** Addresses that replace those in the SDL, by subgraph. */
export interface Addresses {
  readonly urls: ReadonlyMap<string, string>;
  readonly subscriptionUrls: ReadonlyMap<string, string>;
}

/** What this gateway executes of the router's features: neither connectors nor `@fromContext`. */
export const FEATURES = new Set(
  [...ROUTER_SUPPORTED_SUPERGRAPH_FEATURES].filter((url) => !/\/(connect|context)\/v/.test(url)),
);

/** Reads a supergraph SDL file. @throws an error that names the file or the subgraph and says what is wrong. */
export async function readSupergraph(path: string, addresses: Addresses): Promise<Supergraph> {
  const sdl = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Error(`cannot read the supergraph at ${path} (setting SUPERGRAPH)`, { cause: error });
  });
  return buildSupergraph(sdl, addresses);
}

/** Builds a supergraph from SDL. */
export function buildSupergraph(sdl: string, addresses: Addresses): Supergraph {
  const apollo = ApolloSupergraph.build(resolvableKeysFirst(sdl), { supportedFeatures: FEATURES });
  const apolloApiSchema = apollo.apiSchema();
  const subgraphs = apollo.subgraphsMetadata().map(({ name, url }) => [name, locate(name, url, addresses)] as const);
  const known = new Map(subgraphs);
  for (const name of [...addresses.urls.keys(), ...addresses.subscriptionUrls.keys()]) {
    if (!known.has(name)) throw new Error(`there is no subgraph "${name}" (settings SUBGRAPH_URLS, SUBSCRIPTION_URLS)`);
  }
  return {
    apollo,
    apolloApiSchema,
    apiSchema: apolloApiSchema.toGraphQLJSSchema(),
    fullSchema: apollo.schema.toGraphQLJSSchema(),
    sdl,
    requirementNames: new Map(),
    subgraphs: known,
  };
}

function locate(name: string, routingUrl: string, addresses: Addresses): Subgraph {
  const text = addresses.urls.get(name) ?? routingUrl;
  const [first, ...others] = text.split('|').map((address) => URL.parse(address.trim()));
  if (!first || others.includes(null)) {
    throw new Error(`subgraph "${name}" has no usable URL ("${text}"): set SUBGRAPH_URLS=${name}=http://host/path`);
  }
  const url = first;
  const urls = [first, ...others.filter((other) => other !== null)];
  const override = addresses.subscriptionUrls.get(name);
  return {
    name,
    url,
    urls,
    subscriptionUrl: override === undefined ? asWebSocket(url) : asWebSocket(new URL(override)),
  };
}

function asWebSocket(url: URL): URL {
  const socket = new URL(url);
  socket.protocol = url.protocol === 'https:' || url.protocol === 'wss:' ? 'wss:' : 'ws:';
  return socket;
}
