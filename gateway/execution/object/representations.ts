import type { Fetch, Place, Required } from '../plan/form.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import { isData, writeJson, type Data } from './json.ts';
import { fieldReader, typeReader, type Reader } from './reading.ts';

/** Writes the representation of an object: `false` when the fetch is not for its type, undefined when something it needs is missing. */
export type RepresentationWriter = (carrier: Data) => string | undefined | false;

/** Prepares writing the representations of a fetch. */
export function representationWriter(fetch: Fetch, facts: SchemaFacts): RepresentationWriter {
  const entity = {
    typename: (type: string): string => fetch.typenames.findLast(({ on }) => facts.fits(type, on))?.typename ?? type,
    subgraph: fetch.subgraph,
    keyOnly: fetch.keyOnly,
  };
  return objectWriter(fetch.place, fetch.requires ?? [], facts, entity);
}

/** The object a representation is of, as the subgraph knows it; undefined within it. */
export type Entity =
  { readonly subgraph: string; readonly keyOnly: boolean; typename(type: string): string } | undefined;

/** Writes a part of a representation as JSON; undefined when something is missing. */
type PartWriter = (carrier: Data) => string | undefined;

function objectWriter(
  place: Place | undefined,
  required: readonly Required[],
  facts: SchemaFacts,
  entity: Entity,
): RepresentationWriter {
  const readType = typeReader(place, facts);
  const byType = new Map<string, PartWriter | false>();
  return (carrier) => {
    const type = readType(carrier) ?? '';
    let write = byType.get(type);
    if (write === undefined) {
      write = compileType(place, required, facts, type, entity);
      byType.set(type, write);
    }
    return write && write(carrier);
  };
}

function compileType(
  place: Place | undefined,
  required: readonly Required[],
  facts: SchemaFacts,
  type: string,
  entity: Entity,
): PartWriter | false {
  const typename = entity?.typename(type) ?? type;
  const fields = requiredFields(place, required, facts, type, entity);
  if (!fields) return false;
  const key = entity && keyWithin(fields, facts.keysOf(entity.subgraph, typename));
  const parts = [...fields].map(([name, selections], index) => ({
    isKey: key?.includes(name) === true,
    prefix: `${index === 0 ? '{' : ','}${JSON.stringify(nameInSubgraphs(name, facts))}:`,
    write: fieldWriter(place, name, type, selections, facts, typename),
  }));
  return (carrier) => {
    let text = '';
    for (const { prefix, write, isKey } of parts) {
      const value = write(carrier);
      // Nobody is found by a key that is null.
      if (value === undefined || (isKey && value === 'null')) return undefined;
      text += prefix + value;
    }
    return `${text}}`;
  };
}

/** What subgraphs call a required field. */
export const nameInSubgraphs = (name: string, { requirementNames }: SchemaFacts): string =>
  requirementNames.get(name)?.field ?? name;

/**
 * The fields that stand in a representation of an object of a type, with what is required within each; undefined when
 * none does.
 */
export function requiredFields(
  place: Place | undefined,
  required: readonly Required[],
  facts: SchemaFacts,
  type: string,
  entity: Entity,
): ReadonlyMap<string, readonly Required[]> | undefined {
  const fields = new Map<string, Required[]>();
  collect(required, type, facts, fields);
  // What @skip or @include leaves out is also not there to be sent on; the plan requires it all the same.
  for (const name of fields.keys())
    if (name !== '__typename' && !isAsked(place, name, type, facts)) fields.delete(name);
  if (!entity) return fields.size > 0 ? fields : undefined;
  // A plan may ask more of several types than of one; those that it does not mean have no key here.
  const key = keyWithin(fields, facts.keysOf(entity.subgraph, entity.typename(type)));
  if (!key) return undefined;
  if (!entity.keyOnly) return fields;
  return new Map([...fields].filter(([name]) => name === '__typename' || key.includes(name)));
}

/** The key of a subgraph that a representation's fields hold. */
export const keyWithin = (
  fields: ReadonlyMap<string, unknown>,
  keys: readonly (readonly string[])[] | undefined,
): readonly string[] | undefined => keys?.find((names) => names.every((name) => fields.has(name)));

function isAsked(place: Place | undefined, name: string, type: string, facts: SchemaFacts): boolean {
  const sources = place?.fields.get(name)?.sources ?? [];
  return facts.isObject(type) ? sources.some(({ types }) => types.has(type)) : sources.length > 0;
}

/** The fields required of a type, with what is required within each. */
function collect(required: readonly Required[], type: string, facts: SchemaFacts, into: Map<string, Required[]>): void {
  for (const part of required) {
    if (part.kind === 'field') {
      const known = into.get(part.name) ?? [];
      into.set(part.name, [...known, ...(part.selections ?? [])]);
    } else if (facts.fits(type, part.type)) {
      collect(part.selections, type, facts, into);
    }
  }
}

function fieldWriter(
  place: Place | undefined,
  name: string,
  type: string,
  selections: readonly Required[],
  facts: SchemaFacts,
  typename: string,
): PartWriter {
  if (name === '__typename') {
    const text = JSON.stringify(typename);
    return () => text;
  }
  const read: Reader = fieldReader(place, name, facts.isObject(type) ? type : undefined);
  if (selections.length === 0) {
    return (carrier) => {
      const value = read(carrier);
      return value === undefined ? undefined : writeJson(value);
    };
  }
  const write = objectWriter(place?.children.get(name), selections, facts, undefined);
  return (carrier) => writeValue(read(carrier), write);
}

function writeValue(value: unknown, write: RepresentationWriter): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => writeValue(item, write));
    return items.includes(undefined) ? undefined : `[${items.join()}]`;
  }
  if (!isData(value)) return 'null';
  const written = write(value);
  return written === false ? '{}' : written;
}
