import type { Place } from '../plan/form.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import { isData, type Data } from './json.ts';

/** Reads a field of the object whose carrier is given; undefined when nobody brought it. */
export type Reader = (carrier: Data) => unknown;

/**
 * A reader for a field of a place: from the carrier, or from what fetches hung on it.
 *
 * @param type only sources asked for objects of this type; all when undefined.
 */
export function fieldReader(place: Place | undefined, name: string, type?: string): Reader {
  const field = place?.fields.get(name);
  if (!field) return () => undefined;
  const { together } = field;
  const links = field.sources
    .filter(({ types }) => type === undefined || name === '__typename' || types.has(type))
    .map(({ link }) => link);
  const first = links[0];
  if (together !== undefined) {
    return (carrier) => {
      const value = carrier[together] ?? carrier[name];
      return value === undefined ? carrier[together] : value;
    };
  }
  if (links.length === 0) return () => undefined;
  if (links.length === 1) return first === undefined ? (carrier) => carrier[name] : linkedReader(first, name);
  return (carrier) => {
    let value: unknown;
    for (const link of links) {
      const found = link === undefined ? carrier[name] : readLinked(carrier, link, name);
      if (found !== undefined && found !== null) return found;
      if (value === undefined) value = found;
    }
    return value;
  };
}

const linkedReader =
  (link: symbol, name: string): Reader =>
  (carrier) =>
    readLinked(carrier, link, name);

function readLinked(carrier: Data, link: symbol, name: string): unknown {
  const linked = carrier[link];
  return isData(linked) ? linked[name] : undefined;
}

/**
 * A reader for the type of the objects at a place: an object type of the supergraph, or, when a subgraph knows only the
 * interface, that; undefined when nothing is known.
 */
export function typeReader(place: Place | undefined, facts: SchemaFacts): (carrier: Data) => string | undefined {
  const links = place?.fields.get('__typename')?.sources.map(({ link }) => link) ?? [];
  const declared = [...(place?.declared ?? [])];
  const only =
    declared.length === 1 && declared[0] !== undefined && facts.isObject(declared[0]) ? declared[0] : undefined;
  return (carrier) => {
    let vague: string | undefined;
    for (const link of links) {
      const name = link === undefined ? carrier['__typename'] : readLinked(carrier, link, '__typename');
      if (typeof name !== 'string') continue;
      if (facts.isObject(name)) return name;
      vague ??= name;
    }
    return vague ?? only;
  };
}
