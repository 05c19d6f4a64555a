import { readdirSync, readFileSync } from 'node:fs';
import { isInputType, Kind, OperationTypeNode, parse, separateOperations, print, typeFromAST } from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadTypeDefs } from '#platform/server/typeDefs.ts';
import { createLogger } from '#platform/telemetry/log.ts';
import { readAccessRules } from '../auth/access.ts';
import { prepareByteEngine } from '../execution/bytes/byteEngine.ts';
import { compileProgram } from '../execution/bytes/program.ts';
import { createCompiledExecutor } from '../execution/compiledExecutor.ts';
import type { Variables } from '../execution/executor.ts';
import { nameForPlanning } from '../execution/plan/aliases.ts';
import { schemaFacts } from '../execution/plan/schemaFacts.ts';
import { createApolloPlanner } from '../planning/apolloPlanner.ts';
import type { PlannedOperation } from '../planning/planner.ts';
import { Turns } from '../planning/turns.ts';
import { nameRequirements } from '../supergraph/requirementNames.ts';
import { buildSupergraph } from '../supergraph/supergraph.ts';
import { coerce, testCall } from './execution/bed.ts';
import { madeUpInput, madeUpSubgraph } from './support/madeUp.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const supergraph = nameRequirements(
  buildSupergraph(read('schema/supergraph.graphql'), { urls: new Map(), subscriptionUrls: new Map() }),
);
const log = createLogger('test', 'silent');
const facts = schemaFacts(supergraph);
const limits = { tokens: 20_000, depth: 100, aliases: 2_000, rootFields: 500, planningMs: 5_000 };
const planner = createApolloPlanner(supergraph, limits, log, (document) => nameForPlanning(document, facts));
const client = { send: () => Promise.reject(new Error('nobody is asked')), close: async () => undefined };
const executor = createCompiledExecutor({ supergraph, client, log, turns: new Turns(), engine: prepareByteEngine });
const rules = readAccessRules(supergraph);
const viewers = {
  nobody: rules.accessOf({ kind: 'anonymous' }),
  somebody: rules.accessOf({ kind: 'person', userId: 'u', sessionId: 's', scopes: [] }),
};

const definitions = readdirSync(new URL('../../client/operations', import.meta.url))
  .filter((file) => file.endsWith('.graphql'))
  .flatMap((file) => parse(read(`client/operations/${file}`), { noLocation: true }).definitions);
const operations = Object.entries(separateOperations({ kind: Kind.DOCUMENT, definitions }));

const subgraphs = new Map([...supergraph.subgraphs.keys()].map((name) => [name, madeUpSubgraph(loadTypeDefs(name))]));

function madeUpVariables(planned: PlannedOperation): Variables {
  const given = (planned.operation.variableDefinitions ?? []).map(({ type, variable }) => {
    const input = typeFromAST(supergraph.apiSchema, type);
    return [variable.name.value, isInputType(input) ? madeUpInput(input) : undefined] as const;
  });
  return coerce(planned, supergraph.apiSchema, Object.fromEntries(given));
}

/** Runs an operation over made-up subgraphs. @returns how many runs of three bytes could not finish, and the last answer. */
async function runOnBytes(planned: PlannedOperation): Promise<{ handovers: number; answer: string }> {
  let handovers = 0;
  const made = createCompiledExecutor({
    supergraph,
    client: {
      ...client,
      send: async ({ subgraph, body }) => {
        const text = typeof body === 'string' ? body : Buffer.concat(body).toString();
        return { status: 200, body: Buffer.from((await subgraphs.get(subgraph)?.(text)) ?? '') };
      },
    },
    log,
    turns: new Turns(),
    engine: (form, context) => {
      compileProgram(form, facts);
      return prepareByteEngine(form, { ...context, onHandover: () => handovers++ });
    },
  }).prepare(planned);
  const variables = madeUpVariables(planned);
  let answer = '';
  for (let time = 0; time < 3; time++) answer = (await made.run(variables, testCall())).body.toString();
  return { handovers, answer };
}

describe('Every operation of the client', () => {
  it.each(operations)('is answered by the byte engine to the end: %s', async (_name, document) => {
    const planned = planner.plan({ query: print(document), operationName: undefined }, viewers.somebody);
    if (planned.operation.operation === OperationTypeNode.SUBSCRIPTION) return;
    const { handovers, answer } = await runOnBytes(planned);
    expect(answer).toMatch(/^\{"data":/);
    expect(handovers).toBe(0);
  });

  it.each(operations)(
    'can be planned and executed by somebody, and planned for nobody: %s',
    async (_name, document) => {
      const text = { query: print(document), operationName: undefined };
      const planned = planner.plan(text, viewers.somebody);
      expect(planned.permitted).toBeUndefined();
      if (planned.plan.node?.kind === 'Subscription') {
        await executor.prepareSubscription(planned)(madeUpVariables(planned), testCall());
      } else executor.prepare(planned);
      expect(planner.plan(text, viewers.nobody).plan.kind).toBe('QueryPlan');
      expect(planner.plan(text, viewers.somebody)).toBe(planned);
    },
  );
});
