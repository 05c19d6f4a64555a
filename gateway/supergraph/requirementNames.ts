import { createHash } from 'node:crypto';
import { Supergraph as ApolloSupergraph } from '@apollo/federation-internals';
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { externalUses } from './externals.ts';
import {
  argumentText,
  fieldSet,
  hasFields,
  namedType,
  withFieldSets,
  type FieldsDefinition,
} from './joinDirectives.ts';
import { resolvableKeysFirst } from './keys.ts';
import { FEATURES, type RequirementName, type Supergraph } from './supergraph.ts';

/**
 * Gives every field that a `@requires` asks with arguments a name of its own, as a field without arguments beside it.
 *
 * The planner keeps what `@requires` asks under the field's name; so one field asked with different arguments, by the
 * client and a `@requires` or by two of them, would be one value. What comes back is for planning and compiling: the
 * schema that clients know stays as it is.
 */
export function nameRequirements(supergraph: Supergraph): Supergraph {
  const document = parse(supergraph.sdl, { noLocation: true });
  const naming = new Naming(document);
  const renamed = withFieldSets(document, (text, type) => naming.rewritten(text, type));
  if (naming.names.size === 0) return supergraph;
  const whole = { ...renamed, definitions: renamed.definitions.map((definition) => naming.completed(definition)) };
  const sdl = print(withoutUnusedExternals(whole, naming.names));
  const apollo = ApolloSupergraph.build(resolvableKeysFirst(sdl), { supportedFeatures: FEATURES });
  return {
    ...supergraph,
    apollo,
    apolloApiSchema: apollo.apiSchema(),
    fullSchema: apollo.schema.toGraphQLJSSchema(),
    sdl,
    requirementNames: naming.names,
  };
}

class Naming {
  readonly names = new Map<string, RequirementName>();
  readonly #types: ReadonlyMap<string, FieldsDefinition>;
  /** By type, the names of its fields that got names, by these. */
  readonly #added = new Map<string, Map<string, string>>();

  constructor({ definitions }: DocumentNode) {
    this.#types = new Map(definitions.filter(hasFields).map((type) => [type.name.value, type]));
  }

  /** A field set on a type with the new names. */
  rewritten(text: string, type: string): string {
    if (!text.includes('(')) return text;
    return stripIgnoredCharacters(print(this.#set(fieldSet(text), type))).slice(1, -1);
  }

  /** A type with the fields that got names. */
  completed(definition: DefinitionNode): DefinitionNode {
    if (!hasFields(definition)) return definition;
    const added = this.#added.get(definition.name.value) ?? [];
    const fields = [...added].flatMap(([name, field]): FieldDefinitionNode[] => {
      const original = definition.fields?.find((candidate) => candidate.name.value === field);
      return original ? [{ ...original, name: { kind: Kind.NAME, value: name }, arguments: [] }] : [];
    });
    return { ...definition, fields: [...(definition.fields ?? []), ...fields] };
  }

  #set(set: SelectionSetNode, type: string): SelectionSetNode {
    return { ...set, selections: set.selections.map((selection) => this.#selection(selection, type)) };
  }

  #selection(selection: SelectionNode, type: string): SelectionNode {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const on = selection.typeCondition?.name.value ?? type;
      return { ...selection, selectionSet: this.#set(selection.selectionSet, on) };
    }
    const definition = this.#types.get(type)?.fields?.find(({ name }) => name.value === selection.name.value);
    const inner = selection.selectionSet && definition && this.#set(selection.selectionSet, namedType(definition.type));
    const field = { ...selection, ...(inner ? { selectionSet: inner } : {}) };
    if ((selection.arguments ?? []).length === 0) return field;
    return { ...field, name: { kind: Kind.NAME, value: this.#nameFor(selection, type) }, arguments: [] };
  }

  #nameFor({ name: { value: field }, arguments: given = [] }: FieldNode, type: string): string {
    const texts = given.map((argument) => stripIgnoredCharacters(print(argument)));
    const text = `(${texts.sort().join(',')})`;
    const name = `r_${field.replace(/^_+/, '')}_${createHash('sha1')
      .update(field + text)
      .digest('hex')
      .slice(0, 12)}`;
    this.names.set(name, { field, arguments: text });
    for (const one of this.#withImplementing(type)) {
      const added = this.#added.get(one) ?? new Map<string, string>();
      this.#added.set(one, added.set(name, field));
    }
    return name;
  }

  /** A type, and what implements it. */
  #withImplementing(type: string): string[] {
    const others = [...this.#types.values()].filter((one) => one.interfaces?.some(({ name }) => name.value === type));
    return [type, ...others.map(({ name }) => name.value)];
  }
}

/** Where a subgraph no longer uses a field that it does not own, it must not declare it. */
function withoutUnusedExternals(document: DocumentNode, names: ReadonlyMap<string, RequirementName>): DocumentNode {
  const concerned = new Set([...names].flatMap(([name, { field }]) => [name, field]));
  const isUsed = externalUses(document);
  const trimmed = (type: FieldsDefinition, field: FieldDefinitionNode): FieldDefinitionNode => {
    if (!concerned.has(field.name.value)) return field;
    const directives = field.directives?.filter((directive) => {
      if (directive.name.value !== 'join__field' || argumentText(directive, 'external') !== 'true') return true;
      return isUsed(argumentText(directive, 'graph') ?? '', type, field.name.value);
    });
    return { ...field, directives };
  };
  const definitions = document.definitions.map((definition) =>
    hasFields(definition)
      ? { ...definition, fields: definition.fields?.map((field) => trimmed(definition, field)) }
      : definition,
  );
  return { ...document, definitions };
}
