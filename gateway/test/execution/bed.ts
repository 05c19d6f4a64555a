import { composeServices } from '@apollo/composition';
import { operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  getOperationAST,
  getVariableValues,
  graphql,
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { z } from 'zod';
import { openAccess, type Access } from '../../auth/access.ts';
import { permit } from '../../auth/permit.ts';
import type { Call, Executor, Variables } from '../../execution/executor.ts';
import { nameForPlanning } from '../../execution/plan/aliases.ts';
import { conditionVariables } from '../../execution/plan/compile.ts';
import { schemaFacts, type SchemaFacts } from '../../execution/plan/schemaFacts.ts';
import { decided, withoutFragments, type Conditions } from '../../execution/plan/selections.ts';
import { weigh } from '../../execution/weight.ts';
import type { PlannedOperation } from '../../planning/planner.ts';
import { readOverrides } from '../../supergraph/overrides.ts';
import { nameRequirements } from '../../supergraph/requirementNames.ts';
import { buildSupergraph, type Supergraph } from '../../supergraph/supergraph.ts';
import type { World, WorldObject } from './world.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [
  "@key", "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject"])`;

/** A world's own links stand in its text. */
const linked = (sdl: string): string => (sdl.includes('@link') ? sdl : `${LINK}\n${sdl}`);

const requestSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()),
  operationName: z.string().optional(),
});
const answerSchema = z.object({
  data: z.unknown(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
});

/** What a client reads. */
export type ClientAnswer = z.infer<typeof answerSchema> & { readonly text: string };

/** A composed world: its supergraph, its subgraphs as schemas, and the merged schema over the same data. */
export interface Bed {
  readonly world: World;
  readonly supergraph: Supergraph;
  readonly facts: SchemaFacts;
  readonly subgraphs: ReadonlyMap<string, GraphQLSchema>;
  plan(query: string, options?: { access?: Access; named?: boolean }): PlannedOperation;
  /** What the subgraph answers to a request's body. */
  answer(subgraph: string, body: string): Promise<ExecutionResult>;
  /** What graphql-js answers over the merged schema, where fields that may not be read throw. */
  expected(query: string, variables: Record<string, unknown>, access?: Access): Promise<ExecutionResult>;
}

const isComputed = (value: unknown): value is (args: unknown, self: unknown) => unknown => typeof value === 'function';

/** A computed field is a function of the arguments and the object, plain otherwise. */
const resolveField: GraphQLFieldResolver<Record<string, unknown>, unknown> = (source, args, _context, info) => {
  const value = source[info.fieldName];
  return isComputed(value) ? value(args, source) : value;
};

/** The same, for who may not read everything. */
const resolverFor =
  (access: Access): typeof resolveField =>
  (source, args, context, info) => {
    if (!access.mayRead(info.parentType.name, info.fieldName)) throw new Error('refused');
    return resolveField(source, args, context, info);
  };

export function makeBed(world: World): Bed {
  const composed = composeWorld(world);
  const supergraph = nameRequirements(composed);
  const facts = schemaFacts(supergraph);
  const planner = new QueryPlanner(supergraph.apollo);
  const overridesFor = readOverrides(composed.sdl);
  const stockPlanner = new QueryPlanner(composed.apollo);
  const subgraphs = new Map(
    Object.entries(world.subgraphs).map(([name, sdl]) => [name, subgraphSchema(sdl, world, facts)] as const),
  );
  const roots = {
    query: { __typename: 'Query', ...world.query },
    mutation: { __typename: 'Mutation', ...world.mutation },
  };
  const rootFor = (document: DocumentNode): object =>
    getOperationAST(document)?.operation === OperationTypeNode.MUTATION ? roots.mutation : roots.query;
  return {
    world,
    supergraph,
    facts,
    subgraphs,
    plan(query, { access = openAccess, named = true } = {}) {
      const document = withoutFragments(parse(query, { noLocation: true }));
      const operation = getOperationAST(document);
      if (!operation) throw new Error('no operation');
      const permitted = permit(document, supergraph.apiSchema, access);
      const asked = permitted ?? document;
      const options = { overrideConditions: new Map(overridesFor(query)) };
      const planOf = (some: DocumentNode): QueryPlan =>
        named
          ? planner.buildQueryPlan(
              operationFromDocument(supergraph.apolloApiSchema, nameForPlanning(some, facts)),
              options,
            )
          : stockPlanner.buildQueryPlan(operationFromDocument(composed.apolloApiSchema, some), options);
      const plan = planOf(asked);
      const names = conditionVariables(document);
      const planFor = (conditions: Conditions): QueryPlan =>
        names.length === 0 ? plan : planOf(decided(asked, conditions));
      const weight = weigh(operation, plan, query.length, names.length);
      return { document, operation, permitted, access, plan, planFor, weight };
    },
    async answer(subgraph, body) {
      const schema = subgraphs.get(subgraph);
      if (!schema) throw new Error(`no subgraph ${subgraph}`);
      const { query, variables, operationName } = requestSchema.parse(JSON.parse(body));
      return graphql({
        schema,
        source: query,
        variableValues: variables,
        operationName,
        rootValue: rootFor(parse(query)),
        fieldResolver: resolveField,
        typeResolver: (value: WorldObject) => value.__typename,
      });
    },
    async expected(query, variables, access = openAccess) {
      const document = parse(query);
      return execute({
        schema: supergraph.apiSchema,
        document,
        variableValues: variables,
        rootValue: rootFor(document),
        fieldResolver: resolverFor(access),
        typeResolver: (value: WorldObject) => value.__typename,
      });
    },
  };
}

function composeWorld(world: World): Supergraph {
  const result = composeServices(
    Object.entries(world.subgraphs).map(([name, sdl]) => ({
      name,
      url: `http://${name}.test/graphql`,
      typeDefs: parse(linked(sdl)),
    })),
  );
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return buildSupergraph(result.supergraphSdl, { urls: new Map(), subscriptionUrls: new Map() });
}

const KEYS = new Set(['key', 'federation__key', 'k']);

/** A subgraph's schema: references are looked up in the world; what is external there is known only from the representation. */
function subgraphSchema(sdl: string, world: World, facts: SchemaFacts): GraphQLSchema {
  const typeDefs = parse(linked(sdl));
  const resolvers: Record<string, Record<string, GraphQLFieldResolver<WorldObject, unknown>>> = {};
  for (const definition of typeDefs.definitions) {
    const isType =
      definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
      definition.kind === Kind.INTERFACE_TYPE_DEFINITION ||
      definition.kind === Kind.OBJECT_TYPE_EXTENSION;
    if (!isType || !definition.directives?.some(({ name }) => KEYS.has(name.value))) continue;
    const external = new Set(
      definition.fields
        ?.filter((field) => field.directives?.some(({ name }) => name.value === 'external'))
        .map(({ name }) => name.value),
    );
    resolvers[definition.name.value] = {
      __resolveReference: (reference: WorldObject) => lookUp(reference, definition.name.value, world, facts, external),
    };
  }
  return buildSubgraphSchema([{ typeDefs, resolvers }]);
}

function lookUp(
  reference: WorldObject,
  type: string,
  world: World,
  facts: SchemaFacts,
  external: ReadonlySet<string>,
): Record<string, unknown> | null {
  const types = facts.possibleTypes(type);
  const { __typename: _, ...given } = reference;
  const keys = Object.entries(given).filter(([name]) => !external.has(name) || name === 'id' || name === 'sku');
  const found = world.entities.find(
    (entity) => types.has(entity.__typename) && keys.every(([name, value]) => matches(entity[name], value)),
  );
  if (!found) return null;
  const own = Object.fromEntries(Object.entries(found).filter(([name]) => !external.has(name)));
  const told = Object.fromEntries(Object.entries(given).filter(([name]) => external.has(name)));
  return { ...own, ...told, __typename: found.__typename };
}

/** Whether a value has all that a part of a representation says. Computed fields say nothing. */
function matches(value: unknown, part: unknown): boolean {
  if (typeof value === 'function') return true;
  if (typeof part !== 'object' || part === null) return String(value) === String(part);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(part).every(
    ([name, inner]) => name === '__typename' || matches(Reflect.get(value, name), inner),
  );
}

/** Coerces variables as the gateway does. */
export function coerce(operation: PlannedOperation, schema: GraphQLSchema, sent: Record<string, unknown>): Variables {
  const { coerced, errors } = getVariableValues(schema, operation.operation.variableDefinitions ?? [], sent);
  if (errors) throw new Error(errors.map(({ message }) => message).join());
  return { sent, coerced };
}

export const testCall = (signal: AbortSignal = new AbortController().signal): Call => ({
  requestId: 'test',
  credentials: async () => ({ headers: {}, connection: {} }),
  signal,
});

/** Runs an operation on an executor; the answer as a client reads it. */
export async function runOn(
  executor: Executor,
  bed: Bed,
  operation: PlannedOperation,
  variables: Record<string, unknown> = {},
): Promise<ClientAnswer> {
  const answer = await executor
    .prepare(operation)
    .run(coerce(operation, bed.supergraph.apiSchema, variables), testCall());
  const text = answer.body.toString();
  return { ...answerSchema.parse(JSON.parse(text)), text };
}
