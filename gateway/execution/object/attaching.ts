import type { Fetch, Place, Renaming } from '../plan/form.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import { isData, type Data } from './json.ts';

/** Hangs what a fetch brought on a carrier; null says that it brought nothing. */
export type Attach = (carrier: Data, brought: Data | null) => void;

/** Prepares taking in a fetch's objects. */
export function attacher(fetch: Fetch, facts: SchemaFacts): Attach {
  const shared = fetch.asked.flatMap(({ name }) => {
    const together = fetch.place.fields.get(name)?.together;
    return together === undefined ? [] : [{ name, together, child: fetch.place.children.get(name) }];
  });
  const { link } = fetch;
  if (shared.length === 0) {
    return (carrier, brought) => {
      carrier[link] = brought;
    };
  }
  return (carrier, brought) => {
    carrier[link] = brought;
    if (brought === null) return;
    for (const { name, together, child } of shared) {
      const value = brought[name];
      if (value === undefined) continue;
      const known = carrier[together] ?? carrier[name];
      // What is put together is changed, so it must be nobody else's.
      carrier[together] = value === null ? (known ?? null) : joined(known, value, child, facts);
    }
  };
}

/** Puts a copy of `other` into `value`, of a place, which is changed; what `value` has already stays. */
function joined(value: unknown, other: unknown, place: Place | undefined, facts: SchemaFacts): unknown {
  if (value === undefined || value === null) return copied(other);
  if (Array.isArray(value) && Array.isArray(other)) {
    if (value.length === other.length) {
      for (const [index, item] of other.entries()) value[index] = joined(value[index], item, place, facts);
    }
    return value;
  }
  if (!isData(value) || !isData(other)) return value;
  for (const name of Object.keys(other)) {
    if (name === '__proto__') continue;
    // Parts of it may have been put together here before.
    const together = place?.fields.get(name)?.together;
    const at = together !== undefined && value[together] !== undefined ? together : name;
    value[at] =
      name === '__typename'
        ? clearer(value[at], other[name], facts)
        : joined(value[at], other[name], place?.children.get(name), facts);
  }
  return value;
}

/** Of two names of one object's type, the one that is an object type. */
const clearer = (one: unknown, other: unknown, facts: SchemaFacts): unknown =>
  typeof one === 'string' && (facts.isObject(one) || typeof other !== 'string') ? one : other;

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (!isData(value)) return value;
  const copy: Data = {};
  for (const name of Object.keys(value)) if (name !== '__proto__') copy[name] = copied(value[name]);
  return copy;
}

/** Gives what a subgraph answered the names of the merged answer, in place. */
export function applyRenamings(brought: Data, renamings: readonly Renaming[], facts: SchemaFacts): void {
  for (const { path, to } of renamings) rename(brought, path, to, facts);
}

function rename(value: unknown, path: readonly string[], to: string, facts: SchemaFacts): void {
  if (Array.isArray(value)) {
    for (const item of value) rename(item, path, to, facts);
    return;
  }
  const [first, ...rest] = path;
  if (!isData(value) || first === undefined) return;
  if (first.startsWith('... on ')) {
    const type = value['__typename'];
    if (typeof type !== 'string' || facts.fits(type, first.slice('... on '.length))) rename(value, rest, to, facts);
  } else if (rest.length > 0) {
    rename(value[first], rest, to, facts);
  } else if (value[first] !== undefined) {
    // The same value may have been asked by both names, with other fields.
    value[to] = to in value ? joined(value[to], value[first], undefined, facts) : value[first];
    Reflect.deleteProperty(value, first);
  }
}
