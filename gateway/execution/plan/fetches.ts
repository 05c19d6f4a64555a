import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { Required } from './form.ts';
import { apart } from './requirements.ts';
import type { SchemaFacts } from './schemaFacts.ts';
import type { Conditions } from './selections.ts';

/** A fetch of a plan, where it stands, and which fetches the plan puts before it. */
export interface PlannedFetch {
  readonly index: number;
  readonly node: FetchNode;
  /** Response names and '@' for lists; empty for the root. */
  readonly path: readonly string[];
  readonly after: ReadonlySet<number>;
}

/** The fetches of a plan in its order, under the conditions given. */
export function listFetches(root: PlanNode | undefined, conditions: Conditions, facts: SchemaFacts): PlannedFetch[] {
  const found: PlannedFetch[] = [];
  const walk = (node: PlanNode | undefined, path: readonly string[], after: ReadonlySet<number>): void => {
    switch (node?.kind) {
      case undefined:
        return;
      case 'Fetch':
        for (const part of apart(node, facts)) found.push({ index: found.length, node: part, path, after });
        return;
      case 'Flatten':
        walk(node.node, [...path, ...node.path.map(String)], after);
        return;
      case 'Parallel':
        for (const child of node.nodes) walk(child, path, after);
        return;
      case 'Sequence': {
        const before = new Set(after);
        for (const child of node.nodes) {
          const start = found.length;
          walk(child, path, new Set(before));
          for (let index = start; index < found.length; index++) before.add(index);
        }
        return;
      }
      case 'Condition':
        walk(conditions[node.condition] === true ? node.ifClause : node.elseClause, path, after);
        return;
      case 'Defer':
        throw new Error('plans are made without @defer');
    }
  };
  walk(root, [], new Set());
  return found;
}

/** What a fetch's representations hold, in our form. */
export function readRequired(selections: readonly QueryPlanSelectionNode[]): Required[] {
  return selections.map((selection): Required => {
    if (selection.kind === 'Field') {
      const { alias, name } = selection;
      const inner = selection.selections ? readRequired(selection.selections) : undefined;
      return { kind: 'field', name: alias ?? name, selections: inner };
    }
    return { kind: 'fragment', type: selection.typeCondition ?? '', selections: readRequired(selection.selections) };
  });
}
