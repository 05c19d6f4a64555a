import type { Fetch } from '../plan/form.ts';
import { isData } from '../object/json.ts';
import type { AskedAlias } from './envelope.ts';
import type { Learner } from './habits.ts';
import type { Program } from './program.ts';

/** An answer that was not written as asked. */
export interface Strange {
  readonly body: Buffer;
  readonly aliases: readonly AskedAlias[];
  readonly asking: readonly Fetch[];
}

/** Lets the learner look at an answer, if there is nothing wrong with it but how it is written. */
export function learnFrom({ body, aliases, asking }: Strange, program: Program, learner: Learner): boolean {
  const text = body.toString();
  const data = dataOf(text);
  if (!data) return false;
  let learnt = false;
  for (const [signature, [one]] of Map.groupBy(asking, (fetch) => fetch.signature)) {
    const index = one?.index ?? 0;
    const node = program.nodes[index];
    const alias = aliases.find(({ scan, name }) => name === undefined || isScanOf(scan, signature, asking, program));
    if (!node || !alias) continue;
    const types = [...node.variants.values()];
    const typeAt = (at: number): string | undefined => types[alias.sink.variants[at] ?? -1]?.type;
    const value = alias.name === undefined ? data : data[alias.name];
    learnt =
      learner.observe(node.leader, text, {
        node,
        value,
        typeAt: alias.name === undefined ? () => undefined : typeAt,
      }) || learnt;
  }
  return learnt;
}

/** Fetches of one signature share an alias, and the scanner of the first of them. */
const isScanOf = (scan: AskedAlias['scan'], signature: string, asking: readonly Fetch[], { scans }: Program): boolean =>
  asking.some((fetch) => fetch.signature === signature && scans[fetch.index] === scan);

function dataOf(text: string): Readonly<Record<PropertyKey, unknown>> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const regular = isData(parsed) && !('errors' in parsed) && isData(parsed['data']);
  return regular && isData(parsed) && isData(parsed['data']) ? parsed['data'] : undefined;
}
