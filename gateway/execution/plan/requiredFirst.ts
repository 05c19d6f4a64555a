import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { VariableDefinitionNode } from 'graphql';
import type { PlannedFetch } from './fetches.ts';
import { readFetch } from './fetchForm.ts';
import { entityOperation, operationText } from './fetchText.ts';
import { cannotPlan, Mending } from './mending.ts';
import type { SchemaFacts } from './schemaFacts.ts';
import type { Conditions } from './selections.ts';
import { TakingOut, type IsBrought, type Unanswerable } from './unanswerable.ts';

/**
 * Asks for fields only after what they require is there.
 *
 * Where a field requires what requires something itself, the planner may put the inner field into a fetch of the same
 * subgraph that goes earlier, or ask a subgraph for what it knows from others. Such fields get fetches of their own.
 *
 * @throws QUERY_PLANNING_FAILED when no subgraph can be asked for what is required.
 */
export function requiredFirst(
  planned: readonly PlannedFetch[],
  facts: SchemaFacts,
  conditions: Conditions,
): readonly PlannedFetch[] {
  let taken = planned.map((fetch) => takenOut(fetch, facts, conditions, () => true));
  if (taken.every(({ found }) => found.length === 0)) return planned;
  const isTooEarly = ({ subgraph, type, field }: Unanswerable): boolean =>
    facts.ownersOf(type, field.name.value).has(subgraph);
  // What is taken out of one fetch may be what another was to be told.
  for (let before = -1; before !== countOf(taken);) {
    before = countOf(taken);
    const mending = new Mending(facts, conditions);
    const drafts = mending.addAll(taken);
    taken = planned.map((fetch) => {
      const after = new Set([...fetch.after].flatMap((one) => drafts[one] ?? []));
      return takenOut(fetch, facts, conditions, (name, types) => mending.brings(after, fetch.path, name, types));
    });
  }
  const mending = new Mending(facts, conditions);
  mending.addAll(taken);
  for (const { fetch, declared, found } of taken) {
    for (const one of found) {
      const wanted = { ...one, declared, path: [...fetch.path, ...one.path] };
      if (isTooEarly(one)) mending.ask(one.subgraph, wanted);
      else mending.bring(wanted);
    }
  }
  return mending.inOrder();
}

const countOf = (taken: readonly Taken[]): number => taken.reduce((count, { found }) => count + found.length, 0);

interface Taken {
  readonly fetch: PlannedFetch;
  /** Undefined when nothing is left. */
  readonly node: FetchNode | undefined;
  readonly declared: readonly VariableDefinitionNode[];
  readonly found: readonly Unanswerable[];
}

/** A fetch without what its subgraph cannot answer. */
function takenOut(fetch: PlannedFetch, facts: SchemaFacts, conditions: Conditions, isBrought: IsBrought): Taken {
  const { node } = fetch;
  const { declared, set, type } = readFetch(node, facts);
  const taking = new TakingOut(node, facts, conditions, isBrought);
  const rest = taking.rest(set, type);
  const { found } = taking;
  const requires = node.requires && tellable(node.requires, facts, isBrought);
  if (found.length === 0) return { fetch, node: { ...node, requires }, declared, found };
  if ((node.outputRewrites ?? []).length > 0) throw cannotPlan();
  if (rest.selections.length === 0) return { fetch, node: undefined, declared, found };
  const kind = node.operationKind;
  const operation = node.requires ? entityOperation(rest, declared) : operationText(rest, declared, kind);
  return { fetch, node: { ...node, requires, operation }, declared, found };
}

/** What representations hold, without what nobody brings before: no field that is left needs it. */
const tellable = (
  requires: readonly QueryPlanSelectionNode[],
  facts: SchemaFacts,
  isBrought: IsBrought,
  types?: ReadonlySet<string>,
): QueryPlanSelectionNode[] =>
  requires.flatMap((one): QueryPlanSelectionNode[] => {
    if (one.kind === 'Field') {
      return one.name === '__typename' || !types || isBrought(one.name, types) ? [one] : [];
    }
    const within = one.typeCondition === undefined ? types : facts.possibleTypes(one.typeCondition);
    return [{ ...one, selections: tellable(one.selections, facts, isBrought, within) }];
  });
