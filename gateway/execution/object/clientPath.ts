import type { FieldShape, ObjectShape } from '../plan/form.ts';
import type { Path } from './walking.ts';

/**
 * The client's path to a place of the merged answer: with the client's response names, and ending where it would go on
 * into something the client did not ask for.
 */
export function clientPath(shape: ObjectShape, path: Path): (string | number)[] {
  const result: (string | number)[] = [];
  let at: ObjectShape | undefined = shape;
  for (const part of path) {
    if (typeof part === 'number') {
      result.push(part);
      continue;
    }
    const field: FieldShape | undefined = at && fieldNamed(at, part);
    if (!field) return withoutIndices(result, at);
    result.push(field.key);
    at = field.kind === 'value' ? field.object : undefined;
  }
  return result;
}

/** The client's field that is called so in the merged answer, on whatever type. */
function fieldNamed(shape: ObjectShape, name: string): FieldShape | undefined {
  for (const type of shape.possible) {
    const field = shape.fieldsOf(type).find((candidate) => candidate.kind === 'value' && candidate.name === name);
    if (field) return field;
  }
  return undefined;
}

/** Below a leaf, indices lead nowhere. */
function withoutIndices(path: (string | number)[], at: ObjectShape | undefined): (string | number)[] {
  if (at) return path;
  const end = path.findLastIndex((part) => typeof part === 'string');
  return path.slice(0, end + 1);
}
