import type { QueryPlan } from '@apollo/query-planner';
import { Kind, visit, type DocumentNode } from 'graphql';
import type { Access } from '../../auth/access.ts';
import { variableNames } from './aliases.ts';
import { compileFetch } from './fetchForm.ts';
import { listFetches, type PlannedFetch } from './fetches.ts';
import type { Fetch, Form } from './form.ts';
import { mergeFetches, renumbered } from './merging.ts';
import { newPlace } from './places.ts';
import { requiredFirst } from './requiredFirst.ts';
import type { SchemaFacts } from './schemaFacts.ts';
import { readDocument, type Conditions } from './selections.ts';
import { shapeOf } from './shape.ts';
import { groupFetches } from './stages.ts';
import { addUnionMembers } from './unionMembers.ts';

/** What is compiled: a document with one operation as the client sent it, and the plan made for it. */
export interface Source {
  readonly document: DocumentNode;
  /** What `access` leaves of it, when that is not all. */
  readonly permitted: DocumentNode | undefined;
  readonly access: Access;
  /** Made for `nameForPlanning(document)`, or for what `access` leaves of it. */
  readonly plan: QueryPlan;
}

/**
 * Compiles an operation and its plan for one set of values of the variables that decide @skip and @include.
 *
 * @throws QUERY_PLANNING_FAILED when the plan asks something this gateway cannot do right.
 */
export function compileForm(source: Source, facts: SchemaFacts, conditions: Conditions): Form {
  const { operation, fragments } = readDocument(source.document);
  const { node } = source.plan;
  const planNode =
    node?.kind === 'Subscription'
      ? { kind: 'Sequence' as const, nodes: node.rest ? [node.primary, node.rest] : [node.primary] }
      : node;
  const planned = requiredFirst(listFetches(planNode, conditions, facts), facts, conditions);
  const compiled = compileFetches(planned, facts, conditions);
  const whole = addUnionMembers(planned, source, compiled.root, facts, conditions);
  const { root, fetches, groups } = whole === planned ? compiled : compileFetches(whole, facts, conditions);
  const rootType = facts.api.getRootType(operation.operation);
  if (!rootType) throw new Error(`the API has no ${operation.operation}`);
  return {
    kind: operation.operation,
    root,
    fetches,
    groups,
    shape: shapeOf(rootType, operation.selectionSet, root, { facts, fragments, access: source.access, conditions }),
    variableNames,
  };
}

/** Compiles fetches: without those of which these conditions leave nothing, and with those merged that may be. */
function compileFetches(
  planned: readonly PlannedFetch[],
  facts: SchemaFacts,
  conditions: Conditions,
): Pick<Form, 'root' | 'fetches' | 'groups'> {
  const root = newPlace(undefined, '');
  const fetches: Fetch[] = [];
  for (const one of planned) fetches.push(compileFetch(one, { root, facts, conditions }));
  const needed = planned.filter((_, index) => !fetches[index]?.requires || fetches[index].asked.length > 0);
  if (needed.length < planned.length) return compileFetches(renumbered(needed), facts, conditions);
  const groups = groupFetches(fetches);
  const merged = mergeFetches(planned, fetches, groups, facts);
  return merged === planned ? { root, fetches, groups } : compileFetches(merged, facts, conditions);
}

/** The names of the Boolean variables that decide @skip and @include in a document. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      if (directive.name.value !== 'skip' && directive.name.value !== 'include') return;
      const value = directive.arguments?.[0]?.value;
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
