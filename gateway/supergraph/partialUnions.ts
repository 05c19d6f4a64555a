import { Kind, parse, type DocumentNode } from 'graphql';
import { argumentText } from './joinDirectives.ts';

/** Unions that not all of their subgraphs know with the same members. */
export interface PartialUnions {
  /** The members of such a union that a subgraph knows; undefined for what is not one. */
  membersOf(subgraph: string, union: string): ReadonlySet<string> | undefined;
}

/** @returns undefined when every union is the same everywhere. */
export function readPartialUnions(sdl: string, names: ReadonlyMap<string, string>): PartialUnions | undefined {
  const document = parse(sdl, { noLocation: true });
  const nameOf = (graph: string | undefined): string => names.get(graph ?? '') ?? graph ?? '';
  const members = readMembers(document, nameOf);
  if (members.size === 0) return undefined;
  return { membersOf: (subgraph, union) => members.get(union)?.get(subgraph) };
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
