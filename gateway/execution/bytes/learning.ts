import { isData } from '../object/json.ts';
import type { AskedAlias } from './envelope.ts';
import type { Learner } from './habits.ts';
import type { Program } from './program.ts';

/** An answer that was not written as asked. */
export interface Strange {
  readonly body: Buffer;
  readonly aliases: readonly AskedAlias[];
}

/** Lets the learner look at an answer, if there is nothing wrong with it but how it is written. */
export function learnFrom({ body, aliases }: Strange, program: Program, learner: Learner): boolean {
  const text = body.toString();
  const data = dataOf(text);
  if (!data) return false;
  let learnt = false;
  for (const { name, fetch, sink } of aliases) {
    const node = program.nodes[fetch.index];
    if (!node) continue;
    const types = [...node.variants.values()];
    const seen =
      name === undefined
        ? { node, value: data, typeAt: () => undefined }
        : { node, value: data[name], typeAt: (at: number) => types[sink?.variant(at) ?? -1]?.type };
    learnt = learner.observe(node.leader, text, seen) || learnt;
  }
  return learnt;
}

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
