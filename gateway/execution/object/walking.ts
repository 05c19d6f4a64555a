import type { Place } from '../plan/form.ts';
import { isData, type Data } from './json.ts';
import { fieldReader, type Reader } from './reading.ts';

/** Response names of the merged answer, and indices of lists. */
export type Path = readonly (string | number)[];

/** Goes to all objects at a place. */
export interface Walker {
  /** Visits the carriers; one that several parents share is visited for each. */
  visit(root: Data, visitor: (carrier: Data) => void): void;
  /** The same with the path to each. */
  visitWithPaths(root: Data, visitor: (carrier: Data, path: Path) => void): void;
}

/** Prepares walking to a place. */
export function walkerTo(place: Place): Walker {
  const names: string[] = [];
  const readers: Reader[] = [];
  for (let at = place; at.parent; at = at.parent) {
    names.unshift(at.name);
    readers.unshift(fieldReader(at.parent, at.name));
  }
  const walk = (value: unknown, step: number, visitor: (carrier: Data) => void): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, step, visitor);
    } else if (isData(value)) {
      const read = readers[step];
      if (read) walk(read(value), step + 1, visitor);
      else visitor(value);
    }
  };
  const walkWithPath = (
    value: unknown,
    step: number,
    path: Path,
    visitor: (carrier: Data, path: Path) => void,
  ): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walkWithPath(item, step, [...path, index], visitor);
    } else if (isData(value)) {
      const read = readers[step];
      if (read) walkWithPath(read(value), step + 1, [...path, names[step] ?? ''], visitor);
      else visitor(value, path);
    }
  };
  return {
    visit: (root, visitor) => walk(root, 0, visitor),
    visitWithPaths: (root, visitor) => walkWithPath(root, 0, [], visitor),
  };
}
