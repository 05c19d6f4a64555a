import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLSchema,
} from 'graphql';
import { z } from 'zod';
import type { Viewer } from '#platform/viewer.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import { readReach } from './reach.ts';

/** What a viewer may read. */
export interface Access {
  /** Equal for viewers who may read the same; part of the key under which plans are kept. */
  readonly key: string;
  /** Whether a field of a type (both as named in the API schema) may be read. */
  mayRead(type: string, field: string): boolean;
}

/** Everything may be read. */
export const openAccess: Access = { key: '', mayRead: () => true };

/** The supergraph's `@authenticated`, `@requiresScopes` and `@policy`. */
export interface AccessRules {
  accessOf(viewer: Viewer): Access;
}

/** `scopes` are alternatives, each a list of scopes that are all needed; a policy is never met, as none can be configured. */
type Requirement =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'scopes'; readonly scopes: readonly (readonly string[])[] }
  | { readonly kind: 'policy' };

type DirectiveNames = ReadonlyMap<string, Requirement['kind']>;

const scopeList = z.array(z.array(z.string()));

/** Reads the rules out of a supergraph. Directives may have been renamed where they were linked. */
export function readAccessRules(supergraph: Supergraph): AccessRules {
  const names = directiveNames(supergraph);
  if (names.size === 0) return { accessOf: () => openAccess };
  const { types, fields } = collect(parse(supergraph.sdl, { noLocation: true }).definitions, names);
  const scopesInUse = new Set(
    [...types.values(), ...fields.values()]
      .flat()
      .flatMap((rule) => (rule.kind === 'scopes' ? rule.scopes.flat() : [])),
  );
  const required = requirementsReader(supergraph, { types, fields });
  return {
    accessOf(viewer) {
      const held = viewer.kind === 'person' ? viewer.scopes.filter((scope) => scopesInUse.has(scope)).sort() : [];
      return {
        key: JSON.stringify([viewer.kind, ...new Set(held)]),
        mayRead: (type, field) => required(type, field).every((rule) => isMet(rule, viewer)),
      };
    },
  };
}

function isMet(rule: Requirement, viewer: Viewer): boolean {
  switch (rule.kind) {
    case 'authenticated':
      return viewer.kind === 'person';
    case 'scopes':
      return viewer.kind === 'person' && rule.scopes.some((all) => all.every((scope) => viewer.scopes.includes(scope)));
    case 'policy':
      return false;
  }
}

const specifications = { authenticated: 'authenticated', requiresScopes: 'scopes', policy: 'policy' } as const;

function directiveNames({ apollo }: Supergraph): DirectiveNames {
  const features = apollo.schema.coreFeatures;
  return new Map(
    Object.entries(specifications).flatMap(([name, kind]) => {
      const feature = features?.getByIdentity(`https://specs.apollo.dev/${name}`);
      return feature ? [[feature.directiveNameInSchema(name), kind] as const] : [];
    }),
  );
}

/** All that a viewer must meet to read a field: what it and its types say, and what holds for all that it is made from. */
function requirementsReader(
  supergraph: Supergraph,
  rules: Rules,
): (type: string, field: string) => readonly Requirement[] {
  const schema = supergraph.fullSchema;
  const reach = readReach(supergraph);
  const known = new Map<string, readonly Requirement[]>();
  const said = (type: string, field: string): readonly Requirement[] => [
    ...(rules.types.get(type) ?? []),
    ...(rules.fields.get(`${type}.${field}`) ?? []),
  ];
  const ofField = (typeName: string, field: string): readonly Requirement[] => {
    const type = schema.getType(typeName);
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    const returned = type.getFields()[field]?.type;
    const interfaces = type.getInterfaces().filter((one) => field in one.getFields());
    return [
      ...said(typeName, field),
      ...(returned ? (rules.types.get(getNamedType(returned).name) ?? []) : []),
      ...interfaces.flatMap((one) => ownOf(one, field, schema, said)),
    ];
  };
  return (type, field) => {
    const name = `${type}.${field}`;
    const found = known.get(name) ?? reach(type, field).flatMap(([on, part]) => ofField(on, part));
    known.set(name, found);
    return found;
  };
}

/**
 * What an interface says of a field for itself, which holds for all that implement it. What one of these says too is
 * there because composition gathered it from them, and holds for that one only.
 */
function ownOf(
  type: GraphQLInterfaceType,
  field: string,
  schema: GraphQLSchema,
  said: (type: string, field: string) => readonly Requirement[],
): readonly Requirement[] {
  const gathered = new Set(
    schema.getPossibleTypes(type).flatMap((one) => said(one.name, field).map(({ kind }) => kind)),
  );
  return said(type.name, field).filter(({ kind }) => !gathered.has(kind));
}

interface Rules {
  readonly types: Map<string, Requirement[]>;
  readonly fields: Map<string, Requirement[]>;
}

function collect(definitions: readonly DefinitionNode[], names: DirectiveNames): Rules {
  const rules: Rules = { types: new Map(), fields: new Map() };
  for (const definition of definitions) {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        collectFields(definition.name.value, definition.fields ?? [], names, rules);
        add(rules.types, definition.name.value, requirementsOf(definition.directives, names));
        break;
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_DEFINITION:
        add(rules.types, definition.name.value, requirementsOf(definition.directives, names));
        break;
      default:
    }
  }
  return rules;
}

function collectFields(
  type: string,
  fields: readonly FieldDefinitionNode[],
  names: DirectiveNames,
  rules: Rules,
): void {
  for (const field of fields) add(rules.fields, `${type}.${field.name.value}`, requirementsOf(field.directives, names));
}

function add(map: Map<string, Requirement[]>, key: string, requirements: Requirement[]): void {
  if (requirements.length > 0) map.set(key, requirements);
}

function requirementsOf(directives: readonly ConstDirectiveNode[] = [], names: DirectiveNames): Requirement[] {
  return directives.flatMap((directive): Requirement[] => {
    const kind = names.get(directive.name.value);
    if (kind === undefined) return [];
    if (kind !== 'scopes') return [{ kind }];
    const argument = directive.arguments?.find(({ name }) => name.value === 'scopes');
    return [{ kind, scopes: scopeList.parse(argument ? valueFromASTUntyped(argument.value) : []) }];
  });
}
