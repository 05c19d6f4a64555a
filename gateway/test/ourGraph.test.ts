import { readdirSync, readFileSync } from 'node:fs';
import { Kind, parse, separateOperations, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createLogger } from '#platform/telemetry/log.ts';
import { readAccessRules } from '../auth/access.ts';
import { prepareByteEngine } from '../execution/bytes/byteEngine.ts';
import { createCompiledExecutor } from '../execution/compiledExecutor.ts';
import { nameForPlanning } from '../execution/plan/aliases.ts';
import { schemaFacts } from '../execution/plan/schemaFacts.ts';
import { createApolloPlanner } from '../planning/apolloPlanner.ts';
import { nameRequirements } from '../supergraph/requirementNames.ts';
import { buildSupergraph } from '../supergraph/supergraph.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const supergraph = nameRequirements(
  buildSupergraph(read('schema/supergraph.graphql'), { urls: new Map(), subscriptionUrls: new Map() }),
);
const log = createLogger('test', 'silent');
const facts = schemaFacts(supergraph);
const limits = { tokens: 20_000, depth: 100, aliases: 2_000, rootFields: 500 };
const planner = createApolloPlanner(supergraph, limits, log, (document) => nameForPlanning(document, facts));
const client = { send: () => Promise.reject(new Error('nobody is asked')), close: async () => undefined };
const executor = createCompiledExecutor({ supergraph, client, log, engine: prepareByteEngine });
const rules = readAccessRules(supergraph);
const viewers = {
  nobody: rules.accessOf({ kind: 'anonymous' }),
  somebody: rules.accessOf({ kind: 'person', userId: 'u', sessionId: 's', scopes: [] }),
};

const definitions = readdirSync(new URL('../../client/operations', import.meta.url))
  .filter((file) => file.endsWith('.graphql'))
  .flatMap((file) => parse(read(`client/operations/${file}`), { noLocation: true }).definitions);
const operations = Object.entries(separateOperations({ kind: Kind.DOCUMENT, definitions }));

describe('Every operation of the client', () => {
  it.each(operations)('can be planned and executed by somebody, and planned for nobody: %s', (_name, document) => {
    const text = { query: print(document), operationName: undefined };
    const planned = planner.plan(text, viewers.somebody);
    expect(planned.permitted).toBeUndefined();
    if (planned.plan.node?.kind === 'Subscription') executor.prepareSubscription(planned);
    else executor.prepare(planned);
    expect(planner.plan(text, viewers.nobody).plan.kind).toBe('QueryPlan');
    expect(planner.plan(text, viewers.somebody)).toBe(planned);
  });
});
