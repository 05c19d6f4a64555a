import { setImmediate } from 'node:timers/promises';
import { parse, print } from 'graphql';
import type { Logger } from '#platform/telemetry/log.ts';
import { gatewayError, refused } from '../errors.ts';
import type { PlannedOperation } from '../planning/planner.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { SubgraphClient } from './client/subgraphClient.ts';
import type { Engine, EngineContext } from './engine.ts';
import type { Executable, ExecutableSubscription, Executor, SubscriptionSource, Variables } from './executor.ts';
import { introspectorFor, type Introspector } from './introspection.ts';
import { variableNames } from './plan/aliases.ts';
import { compileForm, conditionVariables } from './plan/compile.ts';
import type { Form } from './plan/form.ts';
import { asAsked } from './plan/requirements.ts';
import { schemaFacts, type SchemaFacts } from './plan/schemaFacts.ts';
import type { Conditions } from './plan/selections.ts';

/** What weighs more takes long to compile: others are heard between that and its planning. */
const LARGE = 1024 * 1024;

interface Options {
  readonly supergraph: Supergraph;
  readonly client: SubgraphClient;
  readonly log: Logger;
  /** Which engine runs the compiled forms. */
  readonly engine: (form: Form, context: EngineContext) => Engine;
  readonly onHandover?: EngineContext['onHandover'];
}

/** Runs plans compiled: each operation once, for each combination of the variables that decide what is asked. */
export function createCompiledExecutor({ supergraph, client, log, engine, onHandover }: Options): Executor {
  const facts = schemaFacts(supergraph);
  const context: EngineContext = { facts, client, log, onHandover };
  const compile = (operation: PlannedOperation, planFor: PlannedOperation['planFor']): Compiled => {
    const variants = variantsOf(operation, (conditions) =>
      engine(compileForm({ ...operation, plan: planFor(conditions) }, facts, conditions), context),
    );
    const introspect = introspectorFor(operation.document, operation.operation, facts.api);
    return { variants, introspect };
  };
  return {
    prepare(operation) {
      const compiled = compile(operation, operation.planFor);
      if (operation.weight.bytes <= LARGE) return { run: (variables, call) => runWith(compiled, variables, { call }) };
      return {
        async run(variables, call) {
          await setImmediate();
          return runWith(compiled, variables, { call });
        },
      };
    },
    prepareSubscription(operation) {
      // Its events come as the one plan has them asked.
      const compiled = compile(operation, () => operation.plan);
      return {
        source: sourceOf(operation, facts),
        answer: (event, variables, call) => runWith(compiled, variables, { call, event }),
      };
    },
    close: () => client.close(),
  };
}

interface Compiled {
  variants(variables: Variables): Engine;
  readonly introspect: Introspector;
}

function runWith(
  { variants, introspect }: Compiled,
  variables: Variables,
  rest: Pick<Parameters<Engine['run']>[0], 'call' | 'event'>,
): ReturnType<Executable['run']> {
  const introspection = introspect(variables.sent);
  return variants(variables).run({ variables: variables.coerced, introspection, ...rest });
}

/** The engines of an operation, made when first needed; the one not used for longest makes room. */
function variantsOf(
  { document, weight }: PlannedOperation,
  make: (conditions: Conditions) => Engine,
): (variables: Variables) => Engine {
  const names = conditionVariables(document);
  const kept = new Map<string, Engine>();
  return ({ coerced }) => {
    const key = names.map((name) => (coerced[name] === true ? '1' : '0')).join('');
    const known = kept.get(key);
    const engine = known ?? make(conditionsFrom(names, coerced));
    if (known && kept.size > 1) kept.delete(key);
    kept.set(key, engine);
    const [oldest] = kept.keys();
    if (kept.size > weight.variants && oldest !== undefined) kept.delete(oldest);
    return engine;
  };
}

/** The conditions by the client's names and by the plan's. */
function conditionsFrom(names: readonly string[], coerced: Variables['coerced']): Conditions {
  const conditions: Record<string, boolean> = {};
  for (const name of names) conditions[name] = coerced[name] === true;
  for (const [planned, name] of variableNames) if (name in conditions) conditions[planned] = conditions[name] === true;
  return conditions;
}

function sourceOf(operation: PlannedOperation, facts: SchemaFacts): ExecutableSubscription['source'] {
  const { node } = operation.plan;
  if (node?.kind !== 'Subscription') {
    throw operation.permitted
      ? refused(gatewayError('UNAUTHORIZED_FIELD_OR_TYPE', 'Unauthorized field or type'))
      : refused(gatewayError('BAD_USER_INPUT', 'The subscription asks nothing of a subgraph.'));
  }
  const { serviceName, operation: text, operationName, variableUsages = [] } = node.primary;
  const query = facts.requirementNames.size > 0 ? print(asAsked(parse(text), facts)) : text;
  return ({ coerced }): SubscriptionSource => {
    const given = variableUsages
      .map((name) => [name, coerced[variableNames.get(name) ?? name]] as const)
      .filter(([, value]) => value !== undefined);
    return { subgraph: serviceName, query, operationName, variables: Object.fromEntries(given) };
  };
}
