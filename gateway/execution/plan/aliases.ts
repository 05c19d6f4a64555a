import { createHash } from 'node:crypto';
import { Kind, print, visit, type DocumentNode, type FieldNode } from 'graphql';
import type { SchemaFacts } from './schemaFacts.ts';

/** A client's variable of this name would meet the one with which entities are asked. */
const TAKEN_VARIABLE = 'representations';
const FREE_VARIABLE = 'representations__client';

/**
 * The name under which a client's field stands in the plan and in the merged answer.
 *
 * Keys and `@requires` put fields of their own beside the client's, under the fields' names. Where the client gives
 * such a name to something else (another field, or the same with arguments), one would overwrite the other; so the
 * client's gets a name of its own, and the answer is written with the client's. The same goes for names that every
 * JavaScript object has.
 */
export function mergedName(field: FieldNode, facts: SchemaFacts): string {
  const key = field.alias?.value ?? field.name.value;
  const plain = field.name.value === key && (field.arguments?.length ?? 0) === 0;
  const requiredWithArguments = facts.requiredFields.get(key);
  const meets = requiredWithArguments !== undefined && (requiredWithArguments || !plain);
  if (!meets && !(key in Object.prototype)) return key;
  if (field.name.value.startsWith('__') && plain) return key;
  const asked = `${field.name.value}(${(field.arguments ?? []).map(print).sort().join()})`;
  return `l_${key.replace(/^_+/, '')}_${createHash('sha1').update(asked).digest('hex').slice(0, 12)}`;
}

/** The document to plan in place of a client's: with the names of `mergedName`. The same object if nothing changes. */
export function nameForPlanning(document: DocumentNode, facts: SchemaFacts): DocumentNode {
  return visit(document, {
    Field(field) {
      const name = mergedName(field, facts);
      if (name === (field.alias?.value ?? field.name.value)) return undefined;
      return { ...field, alias: { kind: Kind.NAME, value: name } };
    },
    Variable: (variable) =>
      variable.name.value === TAKEN_VARIABLE
        ? { ...variable, name: { kind: Kind.NAME, value: FREE_VARIABLE } }
        : undefined,
  });
}

/** Variables that the plan calls otherwise than the client: by the plan's name. */
export const variableNames: ReadonlyMap<string, string> = new Map([[FREE_VARIABLE, TAKEN_VARIABLE]]);
