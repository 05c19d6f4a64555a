import { parse, type ConstDirectiveNode } from 'graphql';
import { argumentText, hasFields } from './joinDirectives.ts';

/** The subgraphs that have a field themselves, whether they must be told more for it or not. */
export type FieldOwners = (type: string, field: string) => ReadonlySet<string>;

const none: ReadonlySet<string> = new Set();

/** @param names of subgraphs, by what the supergraph calls them. */
export function readFieldOwners(sdl: string, names: ReadonlyMap<string, string>): FieldOwners {
  const graphsOf = (directives: readonly ConstDirectiveNode[] = [], name: string): string[] =>
    directives.flatMap((one) => {
      const graph = one.name.value === name && isOwn(one) ? argumentText(one, 'graph') : undefined;
      return graph === undefined ? [] : [names.get(graph) ?? graph];
    });
  const owners = new Map<string, ReadonlySet<string>>();
  for (const type of parse(sdl, { noLocation: true }).definitions.filter(hasFields)) {
    const everywhere = new Set(graphsOf(type.directives, 'join__type'));
    for (const { name, directives = [] } of type.fields ?? []) {
      const isJoined = directives.some((one) => one.name.value === 'join__field');
      const own = isJoined ? new Set(graphsOf(directives, 'join__field')) : everywhere;
      owners.set(`${type.name.value}.${name.value}`, own);
    }
  }
  return (type, field) => owners.get(`${type}.${field}`) ?? none;
}

const isOwn = (join: ConstDirectiveNode): boolean =>
  argumentText(join, 'external') !== 'true' && argumentText(join, 'usedOverridden') !== 'true';
