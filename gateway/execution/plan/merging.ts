import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, parse, print, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { PlannedFetch } from './fetches.ts';
import type { AskedField, Fetch, Group, Required } from './form.ts';
import { hasConflict } from './requirements.ts';
import type { SchemaFacts } from './schemaFacts.ts';
import { inlined, readDocument } from './selections.ts';

/**
 * Makes one fetch of two at one place that travel together anyway, where what one requires includes what the other
 * does. Nobody then waits longer: a fetch that others wait for takes in only what waits for nothing else.
 *
 * @param fetches what was compiled of `planned`, one by one.
 * @returns the fetches to compile in their place; the same when there is nothing to merge.
 */
export function mergeFetches(
  planned: readonly PlannedFetch[],
  fetches: readonly Fetch[],
  groups: readonly Group[],
  facts: SchemaFacts,
): readonly PlannedFetch[] {
  const awaited = new Set(fetches.flatMap(({ dependsOn }) => [...dependsOn]));
  for (const { members, passengers } of groups) {
    const together = [...members, ...passengers].sort((one, other) => one.index - other.index);
    for (const [at, earlier] of together.entries()) {
      const later = together
        .slice(at + 1)
        .find(
          (candidate) =>
            canMerge(earlier, candidate, awaited, facts) &&
            !hasConflict(requiredOfBoth(planned, earlier, candidate), facts),
        );
      // One pair at a time: the next compilation finds the others.
      if (later) return mergedInto(planned, earlier.index, later.index);
    }
  }
  return planned;
}

/** What two plans require, also for fields that conditions leave out; it may have been taken apart before. */
const requiredOfBoth = (
  planned: readonly PlannedFetch[],
  one: Fetch,
  other: Fetch,
): readonly QueryPlanSelectionNode[] => [one, other].flatMap(({ index }) => planned[index]?.node.requires ?? []);

function canMerge(earlier: Fetch, later: Fetch, awaited: ReadonlySet<number>, facts: SchemaFacts): boolean {
  if (!earlier.requires || !later.requires || earlier.place !== later.place) return false;
  if (awaited.has(earlier.index)) return false;
  if (awaited.has(later.index) && !later.dependsOn.isSupersetOf(earlier.dependsOn)) return false;
  if (earlier.renamings.length + later.renamings.length > 0) return false;
  if (JSON.stringify(earlier.typenames) !== JSON.stringify(later.typenames)) return false;
  const clashes = earlier.asked.some((one) => later.asked.some((other) => clash(one, other)));
  return !clashes && (includes(later, earlier, facts) || includes(earlier, later, facts));
}

const clash = (one: AskedField, other: AskedField): boolean =>
  one.wireName === other.wireName && one.fieldName !== '__typename' && !one.types.isDisjointFrom(other.types);

/** Whether all that `part` requires of objects for which both ask, `whole` requires too. */
function includes(whole: Fetch, part: Fetch, facts: SchemaFacts): boolean {
  const types = new Set(whole.asked.flatMap((field) => [...field.types]));
  const both = new Set(part.asked.flatMap((field) => [...field.types].filter((type) => types.has(type))));
  return [...both].every((type) =>
    isWithin(fieldsFor(part.requires ?? [], type, facts), fieldsFor(whole.requires ?? [], type, facts)),
  );
}

/** What is required of objects of a type, outermost fragments resolved. */
const fieldsFor = (required: readonly Required[], type: string, facts: SchemaFacts): Required[] =>
  required.flatMap((one) => {
    if (one.kind === 'field') return [one];
    return facts.fits(type, one.type) ? fieldsFor(one.selections, type, facts) : [];
  });

const isWithin = (part: readonly Required[], whole: readonly Required[]): boolean =>
  part.every((one) =>
    whole.some((other) => {
      const isSame =
        one.kind === 'field'
          ? other.kind === 'field' && one.name === other.name
          : other.kind === 'fragment' && one.type === other.type;
      return isSame && isWithin(one.selections ?? [], other.selections ?? []);
    }),
  );

function mergedInto(planned: readonly PlannedFetch[], earlier: number, later: number): readonly PlannedFetch[] {
  const [one, other] = [planned[earlier], planned[later]];
  if (!one || !other) throw new Error('fetches that were not planned');
  const node = {
    ...other.node,
    operation: print(mergedOperation(entitiesOf(other), entitiesOf(one))),
    requires: [...(other.node.requires ?? []), ...(one.node.requires ?? [])],
  };
  const merged = { ...other, node, after: other.after.union(one.after) };
  return renumbered(planned.map((fetch) => (fetch === other ? merged : fetch)).filter((fetch) => fetch !== one));
}

/** What is left of fetches, with indices of its own. */
export function renumbered(kept: readonly PlannedFetch[]): PlannedFetch[] {
  const indices = new Map(kept.map((fetch, index) => [fetch.index, index]));
  return kept.map((fetch, index) => ({
    ...fetch,
    index,
    after: new Set([...fetch.after].flatMap((before) => indices.get(before) ?? [])),
  }));
}

interface Entities {
  readonly operation: OperationDefinitionNode;
  readonly field: FieldNode;
  readonly set: SelectionSetNode;
}

function entitiesOf({ node }: PlannedFetch): Entities {
  const { operation, fragments } = readDocument(parse(node.operation, { noLocation: true }));
  const [field] = operation.selectionSet.selections;
  if (field?.kind !== Kind.FIELD || !field.selectionSet) throw new Error('an entity fetch that asks no entities');
  return { operation, field, set: inlined(field.selectionSet, fragments) };
}

function mergedOperation(one: Entities, other: Entities): OperationDefinitionNode {
  const set: SelectionSetNode = { ...one.set, selections: [...one.set.selections, ...other.set.selections] };
  const declared = new Map(
    [...(one.operation.variableDefinitions ?? []), ...(other.operation.variableDefinitions ?? [])].map((definition) => [
      definition.variable.name.value,
      definition,
    ]),
  );
  return {
    ...one.operation,
    variableDefinitions: [...declared.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [{ ...one.field, selectionSet: set }] },
  };
}
