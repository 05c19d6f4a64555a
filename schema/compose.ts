// Composes the subgraphs into schema/supergraph.graphql and schema/api.graphql, in process.
//   node schema/compose.ts           writes them
//   node schema/compose.ts --check   fails when what is committed is stale
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@apollo/composition';
import federation from '@apollo/federation-internals';
import { printSchema, type DocumentNode } from 'graphql';
import { loadTypeDefs } from '#platform/server/typeDefs.ts';
import { findUndescribed } from './descriptions.ts';
import { findSpreading } from './outages.ts';

const here = new URL('./', import.meta.url);
const subgraphsFolder = fileURLToPath(new URL('../subgraphs/', import.meta.url));

/** Where each subgraph listens unless the gateway is told otherwise (SUBGRAPH_URLS). */
const routingUrls = new Map<string, string>([
  ['users', 'http://127.0.0.1:4001/graphql'],
  ['workouts', 'http://127.0.0.1:4002/graphql'],
  ['competitions', 'http://127.0.0.1:4003/graphql'],
  ['leaderboards', 'http://127.0.0.1:4004/graphql'],
  ['rewards', 'http://127.0.0.1:4005/graphql'],
  ['nfts', 'http://127.0.0.1:4006/graphql'],
  ['chat', 'http://127.0.0.1:4007/graphql'],
]);

/** A subgraph to compose. */
interface SubgraphSource {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: DocumentNode;
}

/** Every subgraph of this checkout. @throws when one has no address or no schema. */
function readSubgraphs(): SubgraphSource[] {
  const domains = readdirSync(subgraphsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return domains.map((name) => {
    const url = routingUrls.get(name);
    if (!url) throw new Error(`subgraphs/${name} has no address: add it to routingUrls in schema/compose.ts`);
    return { name, url, typeDefs: loadTypeDefs(name) };
  });
}

/**
 * The composed documents as text.
 *
 * @throws with one line per composition error, each naming its subgraph and a mend, or one per missing description,
 * or one per field that would carry an outage on.
 */
export function compose(subgraphs: readonly SubgraphSource[]): { supergraph: string; api: string } {
  const result = composeServices([...subgraphs]);
  if (result.errors) throw new Error(explain(result.errors));
  const api = federation.Supergraph.build(result.supergraphSdl, {
    supportedFeatures: federation.ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  })
    .apiSchema()
    .toGraphQLJSSchema();
  const undescribed = findUndescribed(api);
  if (undescribed.length > 0) {
    throw new Error(`Describe for callers, in the schema.graphql that has it:\n  ${undescribed.join('\n  ')}`);
  }
  const spreading = findSpreading(subgraphs);
  if (spreading.length > 0) {
    throw new Error(`Let these be null, so that an outage nulls a field and not a page:\n  ${spreading.join('\n  ')}`);
  }
  return { supergraph: `${result.supergraphSdl.trim()}\n`, api: `${printSchema(api).trim()}\n` };
}

type CompositionErrors = NonNullable<ReturnType<typeof composeServices>['errors']>;

function explain(errors: CompositionErrors): string {
  const lines = errors.map((error) => {
    const code = typeof error.extensions['code'] === 'string' ? error.extensions['code'] : 'COMPOSITION_ERROR';
    return `  ${code}: ${error.message}\n    ${adviceFor(code)}`;
  });
  return [`The subgraphs do not compose (${errors.length} problem${errors.length === 1 ? '' : 's'}):`, ...lines].join(
    '\n',
  );
}

/** What to do about an error, by its code; composition's own message names the subgraph in brackets. */
const advice: Readonly<Record<string, string>> = {
  INVALID_GRAPHQL: 'Mend the SDL of the subgraph named in brackets: subgraphs/<name>/schema.graphql.',
  INVALID_FIELD_SHARING: 'Mark the field @shareable in every subgraph named, or leave it to one of them.',
  FIELD_TYPE_MISMATCH: 'Give the field one type in all subgraphs named, or move the type to schema/shared.graphql.',
  ENUM_VALUE_MISMATCH: 'Move the enum to schema/shared.graphql, so that all subgraphs have the same values.',
  SATISFIABILITY_ERROR: 'Give the type a @key in the subgraph that lacks one, so that the gateway can reach the field.',
  KEY_INVALID_FIELDS: 'The @key names a field that the type does not have in that subgraph.',
};
const adviceFor = (code: string): string =>
  advice[code] ?? 'Look at the subgraph named in the message: subgraphs/<name>/schema.graphql.';

function main(check: boolean): void {
  const composed = compose(readSubgraphs());
  const outputs = [
    { file: 'supergraph.graphql', text: composed.supergraph },
    { file: 'api.graphql', text: composed.api },
  ];
  for (const { file, text } of outputs) {
    const path = new URL(file, here);
    if (!check) writeFileSync(path, text);
    else if (readFileSync(path, 'utf8') !== text) throw new Error(`schema/${file} is stale: run "npm run schema"`);
  }
  console.log(check ? 'schema/ is up to date' : 'wrote schema/supergraph.graphql and schema/api.graphql');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.includes('--check'));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
