import {
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph as ApolloSupergraph,
  type Schema,
} from '@apollo/federation-internals';
import { extendSchema, Kind, parse, type GraphQLSchema } from 'graphql';
import { refuseInfiniteNumbers } from '../finiteNumbers.ts';
import { namedType } from './joinDirectives.ts';
import { resolvableKeysFirst } from './keys.ts';
import { socketPathOf } from './localSockets.ts';

/** A subgraph and where it is reached. */
export interface Subgraph {
  readonly name: string;
  readonly url: URL;
  /** All addresses; the first is `url`. */
  readonly urls: readonly URL[];
  /** `ws://`, `wss://`, or that of a socket in the file system. */
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
  /** Directives for clients' documents that subgraphs composed into the graph: they are allowed, and do nothing here. */
  readonly clientDirectives: ReadonlySet<string>;
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

/** Builds a supergraph from SDL. @throws an error that says what is wrong, and with which subgraph. */
export function buildSupergraph(text: string, addresses: Addresses): Supergraph {
  const sdl = withOneOf(text);
  const apollo = understood(sdl);
  const apolloApiSchema = apollo.apiSchema();
  const subgraphs = apollo.subgraphsMetadata().map(({ name, url }) => [name, locate(name, url, addresses)] as const);
  const known = new Map(subgraphs);
  for (const name of [...addresses.urls.keys(), ...addresses.subscriptionUrls.keys()]) {
    if (!known.has(name)) throw new Error(`there is no subgraph "${name}" (settings SUBGRAPH_URLS, SUBSCRIPTION_URLS)`);
  }
  const { apiSchema, clientDirectives } = withClientDirectives(apolloApiSchema.toGraphQLJSSchema(), sdl);
  refuseInfiniteNumbers(apiSchema);
  return {
    apollo,
    apolloApiSchema,
    apiSchema,
    clientDirectives,
    fullSchema: apollo.schema.toGraphQLJSSchema(),
    sdl,
    requirementNames: new Map(),
    subgraphs: known,
  };
}

function understood(sdl: string): ApolloSupergraph {
  try {
    return ApolloSupergraph.build(resolvableKeysFirst(sdl), { supportedFeatures: FEATURES });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`not a supergraph that can be served (setting SUPERGRAPH): ${why}`, { cause: error });
  }
}

/** GraphQL has this directive of itself; Apollo's schemas only when they declare it, and not all composers do. */
const withOneOf = (sdl: string): string =>
  /@oneOf\b/.test(sdl) && !/directive\s+@oneOf\b/.test(sdl) ? `${sdl}\ndirective @oneOf on INPUT_OBJECT\n` : sdl;

const EXECUTABLE = new Set([
  'QUERY',
  'MUTATION',
  'SUBSCRIPTION',
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
]);

/** Adds directives of the supergraph that documents may use and that composition takes out of the API schema. */
function withClientDirectives(api: GraphQLSchema, sdl: string): Pick<Supergraph, 'apiSchema' | 'clientDirectives'> {
  const definitions = parse(sdl, { noLocation: true }).definitions.filter(
    (definition) =>
      definition.kind === Kind.DIRECTIVE_DEFINITION &&
      !api.getDirective(definition.name.value) &&
      definition.locations.some(({ value }) => EXECUTABLE.has(value)) &&
      (definition.arguments ?? []).every(({ type }) => api.getType(namedType(type))),
  );
  if (definitions.length === 0) return { apiSchema: api, clientDirectives: new Set() };
  const names = definitions.flatMap((one) => (one.kind === Kind.DIRECTIVE_DEFINITION ? [one.name.value] : []));
  const apiSchema = extendSchema(api, { kind: Kind.DOCUMENT, definitions });
  return { apiSchema, clientDirectives: new Set(names) };
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

/** Those of sockets in the file system stay as they are. */
function asWebSocket(url: URL): URL {
  if (socketPathOf(url) !== undefined) return url;
  const socket = new URL(url);
  socket.protocol = url.protocol === 'https:' || url.protocol === 'wss:' ? 'wss:' : 'ws:';
  return socket;
}
