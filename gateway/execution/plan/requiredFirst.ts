import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { getNamedType, type VariableDefinitionNode } from 'graphql';
import { cannotPlan } from '../../errors.ts';
import type { PlannedFetch } from './fetches.ts';
import { readFetch } from './fetchForm.ts';
import { entityOperation, operationText } from './fetchText.ts';
import { Mending } from './mending.ts';
import type { SchemaFacts } from './schemaFacts.ts';
import type { Conditions } from './selections.ts';
import { TakingOut, type Unanswerable } from './unanswerable.ts';

/**
 * Asks for fields only after what they require is there.
 *
 * Where a field requires what requires something itself, the planner may put the inner field into a fetch of the same
 * subgraph that goes earlier, or ask a subgraph for what it knows from others. Behind several hops from key to key it may
 * ask for a field before what that requires is there. Such fields get fetches of their own.
 *
 * @throws QUERY_PLANNING_FAILED when no subgraph can be asked for what is required.
 */
export function requiredFirst(
  planned: readonly PlannedFetch[],
  facts: SchemaFacts,
  conditions: Conditions,
): readonly PlannedFetch[] {
  if (!facts.hasRequirements) return planned;
  let taken = planned.map((fetch): Taken => ({ fetch, node: fetch.node, declared: [], found: [] }));
  // What is taken out of one fetch may be what another was to be told.
  for (let before = -1; before !== countOf(taken);) {
    before = countOf(taken);
    const mending = new Mending(facts, conditions);
    const drafts = mending.addAll(taken);
    taken = planned.map((fetch) => {
      const after = new Set([...fetch.after].flatMap((one) => drafts[one] ?? []));
      return takenOut(fetch, facts, conditions, (path, name, types) =>
        mending.brings(after, [...fetch.path, ...path], name, types),
      );
    });
  }
  if (countOf(taken) === 0) return planned;
  const mending = new Mending(facts, conditions);
  mending.addAll(taken);
  for (const { fetch, declared, found } of taken) mending.askLater(found, fetch.path, declared);
  return mending.inOrder();
}

/** Whether somebody brings a field, at a path from a fetch, to objects of one of these types before the fetch goes. */
type IsBrought = (path: readonly string[], name: string, types: ReadonlySet<string>) => boolean;

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
  const requires =
    node.requires &&
    tellable(node.requires, { subgraph: node.serviceName, path: [], type: undefined }, facts, isBrought);
  const taking = new TakingOut({ ...node, requires }, facts, conditions);
  const rest = taking.rest(set, type);
  const { found } = taking;
  if (found.length === 0) return { fetch, node: { ...node, requires }, declared, found };
  if ((node.outputRewrites ?? []).length > 0) throw cannotPlan();
  if (rest.selections.length === 0) return { fetch, node: undefined, declared, found };
  const kind = node.operationKind;
  const operation = node.requires ? entityOperation(rest, declared) : operationText(rest, declared, kind);
  return { fetch, node: { ...node, requires, operation }, declared, found };
}

/** What representations hold, without what nobody brings before: no field that is left needs it. */
function tellable(
  requires: readonly QueryPlanSelectionNode[],
  at: { readonly subgraph: string; readonly path: readonly string[]; readonly type: string | undefined },
  facts: SchemaFacts,
  isBrought: IsBrought,
): QueryPlanSelectionNode[] {
  return requires.flatMap((one): QueryPlanSelectionNode[] => {
    if (one.kind === 'InlineFragment') {
      const within = { ...at, type: one.typeCondition ?? at.type };
      return [{ ...one, selections: tellable(one.selections, within, facts, isBrought) }];
    }
    if (one.name === '__typename' || at.type === undefined) return [one];
    if (!isBrought(at.path, one.name, facts.possibleTypes(at.type))) return [];
    if (!one.selections) return [one];
    const type = facts.fieldType(at.subgraph, at.type, one.name);
    const within = { ...at, path: [...at.path, one.name], type: type && getNamedType(type).name };
    const selections = tellable(one.selections, within, facts, isBrought);
    return selections.length > 0 ? [{ ...one, selections }] : [];
  });
}
