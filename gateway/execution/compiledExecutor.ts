import { setImmediate } from 'node:timers/promises';
import type { QueryPlan } from '@apollo/query-planner';
import type { Logger } from '#platform/telemetry/log.ts';
import { gatewayError, outcomeOf, refused, RequestError } from '../errors.ts';
import type { Waiter } from '../planning/patience.ts';
import type { PlannedOperation } from '../planning/planner.ts';
import { SharedWork } from '../planning/sharedWork.ts';
import type { Turns } from '../planning/turns.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import { whenThere } from '../whenThere.ts';
import type { SubgraphClient } from './client/subgraphClient.ts';
import type { Engine, EngineContext } from './engine.ts';
import type { Executable, Executor, SubscriptionSource, Variables } from './executor.ts';
import { createIntrospection } from './introspection.ts';
import { LargeRuns } from './largeRuns.ts';
import { neverNull, refuseNull } from './nullVariables.ts';
import { variableNames } from './plan/aliases.ts';
import { compileForm, conditionVariables } from './plan/compile.ts';
import { subscriptionText } from './plan/fetchForm.ts';
import type { Form } from './plan/form.ts';
import { schemaFacts, type SchemaFacts } from './plan/schemaFacts.ts';
import type { Conditions } from './plan/selections.ts';
import { LARGE_BYTES } from './weight.ts';

interface Options {
  readonly supergraph: Supergraph;
  readonly client: SubgraphClient;
  readonly log: Logger;
  /** For what has to be planned, and compiled, when an operation runs. */
  readonly turns: Turns;
  /** Which engine runs the compiled forms. */
  readonly engine: (form: Form, context: EngineContext) => Engine;
  readonly onHandover?: EngineContext['onHandover'];
}

/** Runs plans compiled: each operation once, for each combination of the variables that decide what is asked. */
export function createCompiledExecutor({ supergraph, client, log, turns, engine, onHandover }: Options): Executor {
  const facts = schemaFacts(supergraph);
  const introspectorFor = createIntrospection(facts.api);
  const context: EngineContext = { facts, client, log, onHandover };
  const largeRuns = new LargeRuns();
  const engineFor = (operation: PlannedOperation, plan: QueryPlan, conditions: Conditions): Engine =>
    engine(compileForm({ ...operation, plan }, facts, conditions), context);
  return {
    prepare(operation) {
      const introspect = introspectorFor(operation.operation);
      const variants = variantsOf(operation, facts, turns, (conditions) =>
        engineFor(operation, operation.planFor(conditions), conditions),
      );
      const run: Executable['run'] = (variables, call, waiter = call) =>
        whenThere(variants(variables, waiter), (running) =>
          running.run({ variables: variables.coerced, introspection: introspect(variables), call }),
        );
      if (operation.weight.bytes <= LARGE_BYTES) return { run };
      return {
        async run(variables, call, waiter = call) {
          const end = await largeRuns.begin(operation, waiter);
          let hasRun = false;
          try {
            await setImmediate();
            const answer = await run(variables, call, waiter);
            hasRun = true;
            return answer;
          } finally {
            end(hasRun);
          }
        },
      };
    },
    prepareSubscription(operation) {
      const introspect = introspectorFor(operation.operation);
      const variants = variantsOf(operation, facts, turns, (conditions) => {
        const plan = operation.planFor(conditions);
        return { sourceFor: sourceOf(operation, plan, facts), engine: engineFor(operation, plan, conditions) };
      });
      return (variables, waiter) =>
        whenThere(variants(variables, waiter), ({ sourceFor, engine: running }) => {
          const introspection = introspect(variables);
          return {
            source: sourceFor(variables),
            answer: (event, call) => running.run({ variables: variables.coerced, introspection, call, event }),
          };
        });
    },
    close: () => client.close(),
  };
}

/**
 * What is made of an operation for its conditions, or why it is refused, when first needed; what was not used for longest makes
 * room. What has to be planned for that waits for its turn.
 */
function variantsOf<Made>(
  { document, weight }: PlannedOperation,
  { api }: SchemaFacts,
  turns: Turns,
  make: (conditions: Conditions) => Made,
): (variables: Variables, waiter: Waiter) => Made | Promise<Made> {
  const names = conditionVariables(document);
  const madeFor = (conditions: Conditions) => ({
    outcome: outcomeOf(() => make(conditions)),
    neverNull: neverNull(document, api, conditions),
  });
  const kept = new Map<string, ReturnType<typeof madeFor>>();
  const planning = new SharedWork<ReturnType<typeof madeFor>>(turns);
  const keep = (key: string, variant: ReturnType<typeof madeFor>): void => {
    kept.set(key, variant);
    const [oldest] = kept.keys();
    if (kept.size > weight.variants && oldest !== undefined) kept.delete(oldest);
  };
  return ({ coerced }, waiter) => {
    const key = names.map((name) => (coerced[name] === true ? '1' : '0')).join('');
    const checked = ({ outcome, neverNull: never }: ReturnType<typeof madeFor>): Made => {
      if (outcome instanceof RequestError) throw outcome;
      refuseNull(never, coerced);
      return outcome;
    };
    const known = kept.get(key);
    if (known) {
      // The one used last stands last.
      kept.delete(key);
      kept.set(key, known);
      return checked(known);
    }
    const work = () => {
      const variant = madeFor(conditionsFrom(names, coerced));
      keep(key, variant);
      return variant;
    };
    if (names.length === 0) return checked(turns.now(work));
    return whenThere(planning.do(key, weight.letters, work, waiter), checked);
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
