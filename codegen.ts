import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { loadTypeDefs, printTypeDefs } from '#platform/server/typeDefs.ts';

const domains = readdirSync('subgraphs', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** What custom scalars are in TypeScript; instants go out as Date or text. */
const scalars = {
  ID: 'string',
  DateTime: { input: 'string', output: 'Date | string' },
  Date: 'string',
  Decimal: 'string',
  EmailAddress: 'string',
  JSONObject: 'unknown',
  TimeZone: 'string',
  _FieldSet: 'string',
};

/** What resolvers of a GraphQL type get: every `<Type>Model` exported by the subgraph's models.ts. */
function mappersOf(domain: string): Record<string, string> {
  const file = `subgraphs/${domain}/models.ts`;
  if (!existsSync(file)) return {};
  const exported = readFileSync(file, 'utf8').matchAll(/^export (?:type|interface) (\w+)Model\b/gm);
  return Object.fromEntries([...exported].map(([, type = '']) => [type, `../models.ts#${type}Model`]));
}

const resolverTypes = (domain: string) => ({
  schema: printTypeDefs(loadTypeDefs(domain)),
  plugins: ['typescript', 'typescript-resolvers'],
  config: {
    federation: true,
    immutableTypes: true,
    useTypeImports: true,
    enumsAsTypes: true,
    strictScalars: true,
    scalars,
    contextType: '../context.ts#Context',
    mappers: mappersOf(domain),
    importExtension: '.ts',
    emitLegacyCommonJSImports: false,
  },
});

/** Resolver types of each subgraph, and typed documents for every operation of the client. */
const config: CodegenConfig = {
  generates: {
    ...Object.fromEntries(
      domains.map((domain) => [`subgraphs/${domain}/__generated__/resolvers.ts`, resolverTypes(domain)]),
    ),
    'client/__generated__/': {
      schema: 'schema/api.graphql',
      documents: 'client/operations/*.graphql',
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { ...scalars, DateTime: 'string' },
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
      },
    },
  },
};

export default config;
