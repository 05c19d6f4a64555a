import type { SubgraphAnswer } from '../subgraphs/transport.ts';

/** With these a subgraph says that it wants to be asked less, or by somebody else. */
const FINAL_STATUSES: ReadonlySet<number> = new Set([401, 403, 429]);
/** With it a subgraph says that the time it was given is over. */
const OUT_OF_TIME = 'DEADLINE_EXCEEDED';

/**
 * Which aliases of a request for several are worth asking again, each in a request of its own: those that have no
 * entities though no error names them. One that failed may have taken them along, as nulls rise to `data` and a document
 * that a subgraph refuses is refused as a whole. What took all the time it had is not given as much again.
 */
export function aliasesToAskApart(
  { data, errors }: SubgraphAnswer,
  status: number,
  aliases: readonly (string | undefined)[],
): ReadonlySet<string> {
  const apart = new Set<string>();
  if (aliases.length < 2 || errors.length === 0 || status >= 500 || FINAL_STATUSES.has(status)) return apart;
  if (errors.some(({ extensions }) => extensions?.['code'] === OUT_OF_TIME)) return apart;
  const blamed = new Set(errors.map(({ path }) => path?.[0]));
  for (const alias of aliases) {
    const isThere = alias === undefined || Array.isArray(data?.[alias]);
    if (!isThere && !blamed.has(alias)) apart.add(alias);
  }
  return apart;
}

/** What an answer says of the other aliases. */
export function withoutAliases(answer: SubgraphAnswer, apart: ReadonlySet<string>): SubgraphAnswer {
  // Errors that name nobody are about those that are asked again, and will be told there.
  const errors = answer.errors.filter(({ path }) => path?.[0] !== undefined && !apart.has(String(path[0])));
  return { data: answer.data, errors };
}
