import type { FetchNode } from '@apollo/query-planner';
import {
  Kind,
  OperationTypeNode,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { PlannedFetch } from './fetches.ts';
import { readRequired } from './fetches.ts';
import type { Fetch, Place, Renaming, Required } from './form.ts';
import { bringersOf, fetchesFor, noteFields, placeAt } from './places.ts';
import { Requirements, type Part } from './lesserParts.ts';
import { withTypes } from './askedTypes.ts';
import type { SchemaFacts } from './schemaFacts.ts';
import { asAsked } from './requirements.ts';
import { ENTITY, inlined, readAsked, readDocument, selectionText, type Conditions } from './selections.ts';

interface Compiling {
  readonly root: Place;
  readonly facts: SchemaFacts;
  readonly conditions: Conditions;
}

/** Compiles a fetch, and notes at the places of the merged answer what it brings. In the plan's order. */
export function compileFetch(planned: PlannedFetch, compiling: Compiling): Fetch {
  const { node, index } = planned;
  const { root, facts, conditions } = compiling;
  const { declared: all, set: wholeSet, type } = readFetch(node, facts);
  const place = placeAt(root, planned.path);
  const requirements = new Requirements(node.serviceName, facts, conditions);
  const whole: Part | undefined = node.requires && requirements.askable(wholeSet, readRequired(node.requires), place);
  const { set, requires } = whole ?? { set: wholeSet, requires: undefined };
  const renamings = readRenamings(node);
  const reading = { subgraph: node.serviceName, facts, conditions };
  const asked = readAsked(set, type, renamings, reading);
  const link = Symbol(`fetch ${index}`);
  const dependsOn = dependenciesOf(planned, place, requires, facts);
  noteFields(place, asked, index, link);
  const base = {
    index,
    subgraph: node.serviceName,
    kind: node.operationKind,
    operationName: node.operationName,
    link,
    place,
    typenames: readTypenames(node),
    renamings,
    dependsOn,
  };
  const declared = new Map(
    all
      .filter(({ variable }) => !requires || variable.name.value !== 'representations')
      .map((definition) => [definition.variable.name.value, stripIgnoredCharacters(print(definition))]),
  );
  const fetchOf = (part: Partial<Part> & Pick<Part, 'set'>, number = 0, reduced?: Fetch): Fetch => {
    const fetch = {
      ...base,
      requires: part.requires,
      keyOnly: part.keyOnly === true,
      asked: part.set === set ? asked : readAsked(part.set, type, renamings, reading),
      selection: wireText(part.set, facts),
      variables: requires ? new Map([...declared].filter(([name]) => uses(part.set, name))) : declared,
      reduced,
      part: number,
    };
    return { ...fetch, signature: signatureOf(fetch) };
  };
  if (!whole) return fetchOf({ set });
  const lesser = requirements.lesserParts(whole);
  const reduced = lesser.reduceRight<Fetch | undefined>((next, part, at) => fetchOf(part, at + 1, next), undefined);
  return fetchOf(whole, 0, reduced);
}

/** What a fetch asks, of entities or of the root type, and the variables it declares. */
export function readFetch(
  node: FetchNode,
  facts: SchemaFacts,
): { declared: readonly VariableDefinitionNode[]; set: SelectionSetNode; type: string } {
  const { operation, fragments } = readDocument(parse(node.operation, { noLocation: true }));
  const whole = inlined(operation.selectionSet, fragments);
  const declared = operation.variableDefinitions ?? [];
  const type = node.requires ? ENTITY : rootType(node, facts);
  const set = withTypes(node.requires ? entitySelection(whole) : whole, type, node.serviceName, facts);
  return { declared, set, type };
}

/** What a subgraph is asked for events, as `compileFetch` reads it. */
export function subscriptionText({ serviceName, operation: text }: FetchNode, facts: SchemaFacts): string {
  if (facts.requirementNames.size === 0 && facts.narrowed.size === 0) return text;
  const { operation } = readDocument(parse(text, { noLocation: true }));
  const type = facts.full.getSubscriptionType()?.name ?? '';
  const selectionSet = withTypes(operation.selectionSet, type, serviceName, facts);
  return print(asAsked({ ...operation, selectionSet }, facts));
}

const wireText = (set: SelectionSetNode, facts: SchemaFacts): string => selectionText(asAsked(set, facts));

const uses = (set: SelectionSetNode, variable: string): boolean => {
  let found = false;
  visit(set, {
    Variable: ({ name }) => {
      found ||= name.value === variable;
    },
  });
  return found;
};

const signatureOf = (fetch: Omit<Fetch, 'signature'>): string =>
  fetch.requires
    ? JSON.stringify([fetch.subgraph, fetch.requires, fetch.keyOnly, fetch.typenames, fetch.renamings, fetch.selection])
    : `root ${fetch.index}`;

function entitySelection(set: SelectionSetNode): SelectionSetNode {
  const field = set.selections.find(
    (selection) => selection.kind === Kind.FIELD && selection.name.value === '_entities',
  );
  if (field?.kind !== Kind.FIELD || !field.selectionSet) throw new Error('an entity fetch that asks no entities');
  return field.selectionSet;
}

function rootType({ operationKind }: FetchNode, { full }: SchemaFacts): string {
  const type = full.getRootType(operationKind);
  if (!type) throw new Error(`the supergraph has no ${operationKind}`);
  return type.name;
}

export const readRenamings = ({ outputRewrites = [] }: FetchNode): Renaming[] =>
  outputRewrites.map((rewrite) => {
    if (rewrite.kind !== 'KeyRenamer') throw new Error('plans rewrite names in answers, and nothing else');
    return { path: rewrite.path, to: rewrite.renameKeyTo };
  });

const readTypenames = ({ inputRewrites = [] }: FetchNode): Fetch['typenames'] =>
  inputRewrites.map((rewrite) => {
    const [on, field, ...rest] = rewrite.path;
    const value: unknown = rewrite.kind === 'ValueSetter' ? rewrite.setValueTo : undefined;
    if (!on?.startsWith('... on ') || field !== '__typename' || rest.length > 0 || typeof value !== 'string') {
      throw new Error('plans rewrite __typename of representations, and nothing else');
    }
    return { on: on.slice('... on '.length), typename: value };
  });

/** The fetches whose answers this one reads: those that make its place, and those that bring what it requires. */
function dependenciesOf(
  { node, path, after }: PlannedFetch,
  place: Place,
  requires: readonly Required[] | undefined,
  facts: SchemaFacts,
): ReadonlySet<number> {
  // Root fields of a mutation run one after another, with all that belongs to each.
  if (node.operationKind === OperationTypeNode.MUTATION && path.length === 0) return after;
  const fetches = bringersOf(place, after);
  addRequired(place, requires ?? [], after, facts, fetches);
  return fetches;
}

function addRequired(
  place: Place,
  required: readonly Required[],
  after: ReadonlySet<number>,
  facts: SchemaFacts,
  into: Set<number>,
  types?: ReadonlySet<string>,
): void {
  for (const part of required) {
    if (part.kind === 'fragment') {
      addRequired(place, part.selections, after, facts, into, facts.possibleTypes(part.type));
      continue;
    }
    // An object that one subgraph knows by its interface alone gets its type from another.
    const all = part.name === '__typename' && [...place.declared].some((type) => facts.interfaceObjects.has(type));
    for (const fetch of fetchesFor(place, part.name, after, types, all)) into.add(fetch);
    const child = place.children.get(part.name);
    if (part.selections && child) addRequired(child, part.selections, after, facts, into);
  }
}
