import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type ConstValueNode,
  type DefinitionNode,
  type FieldNode,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { readFieldOwners, type FieldOwners } from '../../supergraph/fieldOwners.ts';
import { readFieldTypes, type FieldTypes } from '../../supergraph/fieldTypes.ts';
import { argumentText, fieldSet } from '../../supergraph/joinDirectives.ts';
import { readPartialUnions, type PartialUnions } from '../../supergraph/partialUnions.ts';
import type { RequirementName, Supergraph } from '../../supergraph/supergraph.ts';

/** What the compiler and the engines ask of a supergraph's schemas, computed once. */
export interface SchemaFacts {
  readonly api: GraphQLSchema;
  readonly full: GraphQLSchema;
  /** Interfaces that some subgraph knows as an object type. */
  readonly interfaceObjects: ReadonlySet<string>;
  /** Whether this subgraph knows this interface as an object type. */
  isInterfaceObject(subgraph: string, type: string): boolean;
  /** Names of fields that keys and `@requires` use, at any depth. */
  readonly requiredFields: ReadonlySet<string>;
  /**
   * The keys by which a subgraph finds entities of a type, each as the names of its outermost fields; undefined when it
   * does not have the type.
   */
  keysOf(subgraph: string, type: string): readonly (readonly string[])[] | undefined;
  /** The same as field sets; also those that the subgraph only tells, and cannot be asked by. */
  keySetsOf(subgraph: string, type: string): readonly SelectionSetNode[];
  /** Those that the subgraph may be asked by. */
  entryKeysOf(subgraph: string, type: string): readonly SelectionSetNode[];
  readonly ownersOf: FieldOwners;
  /** What a subgraph has of the value of a field, though it knows it from others only elsewhere. */
  providedBy(subgraph: string, type: string, field: string): SelectionSetNode | undefined;
  /** What a subgraph must be told beyond a key to answer a field, as in its `@requires`. */
  requirementsOf(subgraph: string, type: string, field: string): SelectionSetNode | undefined;
  /** Whether any field requires something. */
  readonly hasRequirements: boolean;
  /** Fields that `@requires` asks with arguments, by the names they have here. */
  readonly requirementNames: ReadonlyMap<string, RequirementName>;
  /** Undefined when every union has the same members everywhere. */
  readonly partialUnions: PartialUnions | undefined;
  /** The object types a type can be at run time; empty for a type that is not there. */
  possibleTypes(type: string): ReadonlySet<string>;
  isObject(type: string): boolean;
  /** The type of a field in a subgraph; undefined when the supergraph does not have the field. */
  readonly fieldType: FieldTypes['typeOf'];
  /** By subgraph and field (`users Query.viewer`): those of one object type there, and of an abstract one elsewhere. */
  readonly narrowed: FieldTypes['narrowed'];
  /** Whether an object that says it is of `type` fits a condition on `condition`. Interface names count as types. */
  fits(type: string, condition: string): boolean;
}

const none: ReadonlySet<string> = new Set();

/** Reads the facts out of a supergraph's SDL and the two schemas built from it. */
export function schemaFacts({ sdl, apiSchema: api, fullSchema: full, requirementNames }: Supergraph): SchemaFacts {
  const possible = new Map<string, ReadonlySet<string>>();
  const joins = readJoinDirectives(sdl);
  const { interfaceObjects, interfaceObjectsOf, requiredFields, keys, requirements } = joins;
  const names = subgraphNames(parse(sdl, { noLocation: true }).definitions);
  const fieldTypes = readFieldTypes(sdl, names, full);
  return {
    api,
    full,
    interfaceObjects,
    isInterfaceObject: (subgraph, type) => interfaceObjectsOf.has(`${subgraph} ${type}`),
    requiredFields,
    keysOf: (subgraph, type) => keys.get(`${subgraph} ${type}`),
    keySetsOf: (subgraph, type) => joins.keySets.get(`${subgraph} ${type}`) ?? [],
    entryKeysOf: (subgraph, type) => joins.entryKeys.get(`${subgraph} ${type}`) ?? [],
    ownersOf: readFieldOwners(sdl, names),
    providedBy: (subgraph, type, field) => joins.provided.get(`${subgraph} ${type}.${field}`),
    requirementsOf: (subgraph, type, field) => requirements.get(`${subgraph} ${type}.${field}`),
    hasRequirements: requirements.size > 0,
    requirementNames,
    partialUnions: readPartialUnions(sdl, names),
    possibleTypes(name) {
      let types = possible.get(name);
      if (!types) {
        types = computePossibleTypes(full, name);
        possible.set(name, types);
      }
      return types;
    },
    isObject: (name) => isObjectType(full.getType(name)),
    fieldType: fieldTypes.typeOf,
    narrowed: fieldTypes.narrowed,
    fits(typeName, condition) {
      if (typeName === condition) return true;
      const abstract = full.getType(condition);
      const type = full.getType(typeName);
      if (!isAbstractType(abstract)) return false;
      return (isObjectType(type) || isInterfaceType(type)) && full.isSubType(abstract, type);
    },
  };
}

/** Whether a subgraph has a field itself and needs to be told no more for it, with all that is asked of it. */
export function answers(subgraph: string, type: string, selection: SelectionNode, facts: SchemaFacts): boolean {
  if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
  if (selection.kind === Kind.INLINE_FRAGMENT) {
    const on = selection.typeCondition?.name.value ?? type;
    return selection.selectionSet.selections.every((inner) => answers(subgraph, on, inner, facts));
  }
  const name = selection.name.value;
  if (name === '__typename') return true;
  if (!facts.ownersOf(type, name).has(subgraph) || facts.requirementsOf(subgraph, type, name)) return false;
  return answersWithin(subgraph, type, selection, facts);
}

/** The same of what is asked of a field's value. */
export function answersWithin(subgraph: string, type: string, field: FieldNode, facts: SchemaFacts): boolean {
  const fieldType = facts.fieldType(subgraph, type, field.name.value);
  const named = fieldType ? getNamedType(fieldType).name : '';
  return (field.selectionSet?.selections ?? []).every((inner) => answers(subgraph, named, inner, facts));
}

function computePossibleTypes(schema: GraphQLSchema, name: string): ReadonlySet<string> {
  const type = schema.getType(name);
  if (!isCompositeType(type)) return none;
  if (isAbstractType(type)) return new Set(schema.getPossibleTypes(type).map((possible) => possible.name));
  return new Set([type.name]);
}

interface JoinFacts {
  readonly interfaceObjects: Set<string>;
  readonly interfaceObjectsOf: Set<string>;
  readonly requiredFields: Set<string>;
  /** By subgraph and type. */
  readonly keys: Map<string, string[][]>;
  readonly keySets: Map<string, SelectionSetNode[]>;
  readonly entryKeys: Map<string, SelectionSetNode[]>;
  readonly provided: Map<string, SelectionSetNode>;
  /** What fields require, by subgraph and type. */
  readonly requirements: Map<string, SelectionSetNode>;
}

/** Reads the directives of the join specification, which say what each subgraph has of each type. */
function readJoinDirectives(sdl: string): JoinFacts {
  const facts: JoinFacts = {
    interfaceObjects: new Set(),
    interfaceObjectsOf: new Set(),
    requiredFields: new Set(['__typename']),
    keys: new Map(),
    keySets: new Map(),
    entryKeys: new Map(),
    provided: new Map(),
    requirements: new Map(),
  };
  const { definitions } = parse(sdl, { noLocation: true });
  const subgraphs = subgraphNames(definitions);
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const directive of definition.directives ?? [])
      readJoinType(directive, definition.name.value, subgraphs, facts);
    for (const { name, directives = [] } of definition.fields ?? []) {
      for (const directive of directives) {
        readJoinField(directive, `${definition.name.value}.${name.value}`, subgraphs, facts);
      }
    }
  }
  return facts;
}

function subgraphNames(definitions: readonly DefinitionNode[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const value of definition.values ?? []) {
      const name = value.directives
        ?.map((directive) => textArgument(directive, 'name'))
        .find((text) => text !== undefined);
      names.set(value.name.value, name ?? value.name.value);
    }
  }
  return names;
}

function readJoinType(
  directive: ConstDirectiveNode,
  type: string,
  subgraphs: ReadonlyMap<string, string>,
  facts: JoinFacts,
): void {
  if (directive.name.value !== 'join__type') return;
  const key = textArgument(directive, 'key');
  const graph = argument(directive, 'graph');
  if (graph?.kind !== Kind.ENUM) return;
  const place = `${subgraphs.get(graph.value) ?? graph.value} ${type}`;
  const interfaceObject = argument(directive, 'isInterfaceObject');
  if (interfaceObject?.kind === Kind.BOOLEAN && interfaceObject.value) {
    facts.interfaceObjects.add(type);
    facts.interfaceObjectsOf.add(place);
  }
  const known = facts.keys.get(place) ?? [];
  facts.keys.set(place, key === undefined ? known : [...known, addFieldsOf(key, facts.requiredFields)]);
  if (key === undefined) return;
  facts.keySets.set(place, [...(facts.keySets.get(place) ?? []), fieldSet(key)]);
  if (argumentText(directive, 'resolvable') === 'false') return;
  facts.entryKeys.set(place, [...(facts.entryKeys.get(place) ?? []), fieldSet(key)]);
}

function readJoinField(
  directive: ConstDirectiveNode,
  field: string,
  subgraphs: ReadonlyMap<string, string>,
  facts: JoinFacts,
): void {
  const requires = textArgument(directive, 'requires');
  const provides = textArgument(directive, 'provides');
  const graph = argument(directive, 'graph');
  if (graph?.kind !== Kind.ENUM) return;
  const place = `${subgraphs.get(graph.value) ?? graph.value} ${field}`;
  if (provides !== undefined) facts.provided.set(place, fieldSet(provides));
  if (requires === undefined) return;
  addFieldsOf(requires, facts.requiredFields);
  facts.requirements.set(place, fieldSet(requires));
}

const argument = (directive: ConstDirectiveNode, name: string): ConstValueNode | undefined =>
  directive.arguments?.find((candidate) => candidate.name.value === name)?.value;

function textArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = argument(directive, name);
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** Notes the names of all fields in a field set. @returns those of the outermost. */
function addFieldsOf(text: string, into: Set<string>): string[] {
  const outermost: string[] = [];
  visit(fieldSet(text), {
    Field: ({ name }, _key, _parent, _path, ancestors) => {
      into.add(name.value);
      const fields = ancestors.filter((ancestor) => 'kind' in ancestor && ancestor.kind === Kind.FIELD);
      if (fields.length === 0) outermost.push(name.value);
    },
  });
  return outermost;
}
