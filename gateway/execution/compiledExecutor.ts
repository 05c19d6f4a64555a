import { setImmediate } from 'node:timers/promises';
import type { QueryPlan } from '@apollo/query-planner';
import type { Logger } from '#platform/telemetry/log.ts';
import { gatewayError, outcomeOf, refused, RequestError } from '../errors.ts';
import type { PlannedOperation } from '../planning/planner.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { SubgraphClient } from './client/subgraphClient.ts';
import type { Engine, EngineContext } from './engine.ts';
import type { Executable, Executor, SubscriptionSource, Variables } from './executor.ts';
import { createIntrospection } from './introspection.ts';
import { neverNull, refuseNull } from './nullVariables.ts';
import { variableNames } from './plan/aliases.ts';
import { compileForm, conditionVariables } from './plan/compile.ts';
import { subscriptionText } from './plan/fetchForm.ts';
import type { Form } from './plan/form.ts';
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
  const introspectorFor = createIntrospection(facts.api);
  const context: EngineContext = { facts, client, log, onHandover };
  const engineFor = (operation: PlannedOperation, plan: QueryPlan, conditions: Conditions): Engine =>
    engine(compileForm({ ...operation, plan }, facts, conditions), context);
  return {
    prepare(operation) {
      const introspect = introspectorFor(operation.operation);
      const variants = variantsOf(operation, facts, (conditions) =>
        engineFor(operation, operation.planFor(conditions), conditions),
      );
      const run: Executable['run'] = (variables, call) =>
        variants(variables).run({ variables: variables.coerced, introspection: introspect(variables), call });
      if (operation.weight.bytes <= LARGE) return { run };
      return {
        async run(variables, call) {
          await setImmediate();
          return run(variables, call);
        },
      };
    },
    prepareSubscription(operation) {
      const introspect = introspectorFor(operation.operation);
      const variants = variantsOf(operation, facts, (conditions) => {
        const plan = operation.planFor(conditions);
        return { sourceFor: sourceOf(operation, plan, facts), engine: engineFor(operation, plan, conditions) };
      });
      return (variables) => {
        const { sourceFor, engine: running } = variants(variables);
        const introspection = introspect(variables);
        return {
          source: sourceFor(variables),
          answer: (event, call) => running.run({ variables: variables.coerced, introspection, call, event }),
        };
      };
    },
    close: () => client.close(),
  };
}

/** What is made of an operation for its conditions, or why it is refused, when first needed; what was not used for longest makes room. */
function variantsOf<Variant>(
  { document, weight }: PlannedOperation,
  { api }: SchemaFacts,
  make: (conditions: Conditions) => Variant,
): (variables: Variables) => Variant {
  const names = conditionVariables(document);
  const madeFor = (conditions: Conditions) => ({
    outcome: outcomeOf(() => make(conditions)),
    neverNull: neverNull(document, api, conditions),
  });
  const kept = new Map<string, ReturnType<typeof madeFor>>();
  return ({ coerced }) => {
    refuseNull(names, coerced);
    const key = names.map((name) => (coerced[name] === true ? '1' : '0')).join('');
    const known = kept.get(key);
    const variant = known ?? madeFor(conditionsFrom(names, coerced));
    if (known && kept.size > 1) kept.delete(key);
    kept.set(key, variant);
    const [oldest] = kept.keys();
    if (kept.size > weight.variants && oldest !== undefined) kept.delete(oldest);
    if (variant.outcome instanceof RequestError) throw variant.outcome;
    refuseNull(variant.neverNull, coerced);
    return variant.outcome;
  };
}

/** The conditions by the client's names and by the plan's. */
function conditionsFrom(names: readonly string[], coerced: Variables['coerced']): Conditions {
  const conditions: Record<string, boolean> = {};
  for (const name of names) conditions[name] = coerced[name] === true;
  for (const [planned, name] of variableNames) if (name in conditions) conditions[planned] = conditions[name] === true;
  return conditions;
}

function sourceOf(
  operation: PlannedOperation,
  { node }: QueryPlan,
  facts: SchemaFacts,
): (variables: Variables) => SubscriptionSource {
  if (node?.kind !== 'Subscription') {
    throw operation.permitted
      ? refused(gatewayError('UNAUTHORIZED_FIELD_OR_TYPE', 'Unauthorized field or type'))
      : refused(gatewayError('BAD_USER_INPUT', 'The subscription asks nothing of a subgraph.'));
  }
  const { serviceName, operationName, variableUsages = [] } = node.primary;
  const query = subscriptionText(node.primary, facts);
  return ({ coerced }) => {
    const given = variableUsages
      .map((name) => [name, coerced[variableNames.get(name) ?? name]] as const)
      .filter(([, value]) => value !== undefined);
    return { subgraph: serviceName, query, operationName, variables: Object.fromEntries(given) };
  };
}
