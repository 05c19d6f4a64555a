import { Kind, parse, type DocumentNode } from 'graphql';
import { argumentText, hasFields } from './joinDirectives.ts';

/** Unions that not all of their subgraphs know with the same members, and which fields subgraphs have themselves. */
export interface PartialUnions {
  /** The members of such a union that a subgraph knows; undefined for what is not one. */
  membersOf(subgraph: string, union: string): ReadonlySet<string> | undefined;
  /** Whether a subgraph answers a field without being told more. */
  answers(subgraph: string, type: string, field: string): boolean;
}

/** @returns undefined when every union is the same everywhere. */
export function readPartialUnions(sdl: string, names: ReadonlyMap<string, string>): PartialUnions | undefined {
  const document = parse(sdl, { noLocation: true });
  const nameOf = (graph: string | undefined): string => names.get(graph ?? '') ?? graph ?? '';
  const members = readMembers(document, nameOf);
  if (members.size === 0) return undefined;
  const types = new Map(document.definitions.filter(hasFields).map((type) => [type.name.value, type]));
  return {
    membersOf: (subgraph, union) => members.get(union)?.get(subgraph),
    answers(subgraph, typeName, fieldName) {
      const type = types.get(typeName);
      const field = type?.fields?.find(({ name }) => name.value === fieldName);
      const isThere = type?.directives?.some(
        (one) => one.name.value === 'join__type' && nameOf(argumentText(one, 'graph')) === subgraph,
      );
      if (!field || isThere !== true) return false;
      const joins = field.directives?.filter(({ name }) => name.value === 'join__field') ?? [];
      return (
        joins.length === 0 ||
        joins.some(
          (join) =>
            nameOf(argumentText(join, 'graph')) === subgraph &&
            argumentText(join, 'external') !== 'true' &&
            argumentText(join, 'usedOverridden') !== 'true' &&
            argumentText(join, 'requires') === undefined,
        )
      );
    },
  };
}

/** By union and subgraph: the members, of unions where they differ. */
function readMembers(
  { definitions }: DocumentNode,
  nameOf: (graph: string | undefined) => string,
): ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>> {
  const unions = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.UNION_TYPE_DEFINITION) continue;
    const bySubgraph = new Map<string, Set<string>>();
    for (const directive of definition.directives ?? []) {
      if (directive.name.value !== 'join__unionMember') continue;
      const subgraph = nameOf(argumentText(directive, 'graph'));
      const known = bySubgraph.get(subgraph) ?? new Set();
      bySubgraph.set(subgraph, known.add(argumentText(directive, 'member') ?? ''));
    }
    const sizes = [...bySubgraph.values()].map(({ size }) => size);
    if (sizes.some((size) => size !== definition.types?.length)) unions.set(definition.name.value, bySubgraph);
  }
  return unions;
}
