import {
  getNamedType,
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
} from 'graphql';
import { z } from 'zod';
import type { Viewer } from '#platform/viewer.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';

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
  const returnTypes = returnTypeOf(supergraph);
  return {
    accessOf(viewer) {
      const held = viewer.kind === 'person' ? viewer.scopes.filter((scope) => scopesInUse.has(scope)).sort() : [];
      const meets = (rules: readonly Requirement[] = []): boolean => rules.every((rule) => isMet(rule, viewer));
      return {
        key: JSON.stringify([viewer.kind, ...new Set(held)]),
        mayRead: (type, field) =>
          meets(types.get(type)) && meets(fields.get(`${type}.${field}`)) && meets(types.get(returnTypes(type, field))),
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

function returnTypeOf({ fullSchema }: Supergraph): (type: string, field: string) => string {
  return (typeName, field) => {
    const type = fullSchema.getType(typeName);
    const definition = type && 'getFields' in type ? type.getFields()[field] : undefined;
    return definition ? getNamedType(definition.type).name : '';
  };
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
