import { getNamedType } from 'graphql';
import type { AskedField, FieldSources, Place, Source, Way } from './form.ts';

/** A place with nothing at it. */
export const newPlace = (parent: Place | undefined, name: string): Place => ({
  parent,
  name,
  fields: new Map(),
  children: new Map(),
  declared: new Set(),
  ways: [],
});

/** The place at a path of a plan, from the root. */
export function placeAt(root: Place, path: readonly string[]): Place {
  let place = root;
  for (const name of path) if (name !== '@') place = childOf(place, name);
  return place;
}

function childOf(place: Place, name: string): Place {
  let child = place.children.get(name);
  if (!child) {
    child = newPlace(place, name);
    place.children.set(name, child);
  }
  return child;
}

/**
 * Notes that a fetch brings these fields to a place.
 *
 * @param link where its objects hang on the carriers; undefined when they are the carriers.
 * @param around by which way the objects come; undefined at the place of the fetch.
 */
export function noteFields(
  place: Place,
  fields: readonly AskedField[],
  fetch: number,
  link: symbol | undefined,
  around?: Way,
): void {
  for (const field of fields) {
    noteSource(place, field, fetch, link);
    if (!field.selections) continue;
    const child = childOf(place, field.name);
    const way = { fetch, types: field.types, selections: field.selections, around };
    child.ways.push(way);
    if (field.type) child.declared.add(getNamedType(field.type).name);
    noteFields(child, field.selections, fetch, undefined, way);
  }
}

function noteSource(place: Place, field: AskedField, fetch: number, link: symbol | undefined): void {
  let known = place.fields.get(field.name);
  if (!known) {
    known = { name: field.name, sources: [], together: undefined };
    place.fields.set(field.name, known);
  }
  let source = known.sources.find((candidate) => candidate.link === link);
  if (!source) {
    source = { link, fetches: new Map(), types: new Set(), composite: false };
    known.sources.push(source);
  }
  source.fetches.set(fetch, field.types.union(source.fetches.get(fetch) ?? new Set()));
  for (const type of field.types) source.types.add(type);
  if (field.selections) source.composite = true;
  if (isShared(known)) known.together ??= Symbol(`together ${field.name}`);
}

/** Whether several fetches bring parts of one composite value. */
const isShared = ({ sources }: FieldSources): boolean =>
  sources.some(
    (one, index) => one.composite && sources.slice(index + 1).some((other) => other.composite && meet(one, other)),
  );

const meet = (one: Source, other: Source): boolean => [...one.types].some((type) => other.types.has(type));

/** The fetches of which `within` could bring the objects of a place into being. */
export function bringersOf(place: Place, within: ReadonlySet<number>): Set<number> {
  const bringers = new Set<number>();
  for (let at = place; at.parent; at = at.parent) {
    for (const fetch of fetchesFor(at.parent, at.name, within)) bringers.add(fetch);
  }
  return bringers;
}

/**
 * The fetches of which `within` bring a field to objects of these types (of any when undefined): those of the carrier if
 * they have it for all objects that anybody brings it for, else also who brings it for the others; with `all`, everyone.
 */
export function fetchesFor(
  place: Place,
  name: string,
  within: ReadonlySet<number>,
  types?: ReadonlySet<string>,
  all = false,
): number[] {
  const field = place.fields.get(name);
  if (!field) return [];
  const inOrder = field.sources.map(({ link, fetches }) => ({
    link,
    fetches: [...fetches].filter(([fetch]) => within.has(fetch)),
  }));
  const home = inOrder.find(({ link, fetches }) => link === undefined && fetches.length > 0);
  const isHomeFirst = home && !all && field.together === undefined;
  const isAsked = ([, brought]: readonly [number, ReadonlySet<string>]): boolean =>
    [...brought].some((type) => types?.has(type) !== false && !isAtHome(place, name, type, within));
  return inOrder
    .flatMap((source) => (isHomeFirst && source !== home ? source.fetches.filter(isAsked) : source.fetches))
    .map(([fetch]) => fetch);
}

/**
 * Whether the carriers of a type have a field, by whichever way they came: objects around them that are of other types may
 * be asked for them with other fields. Who asks for an object's type asks for it by one way as by another.
 */
function isAtHome(place: Place, name: string, type: string, within: ReadonlySet<number>): boolean {
  const ways = place.ways.filter(({ fetch }) => within.has(fetch));
  const bringing = ways.filter(({ selections }) =>
    selections.some((field) => field.name === name && field.types.has(type)),
  );
  if (name === '__typename') return bringing.length > 0;
  return ways.every((way) => bringing.some((other) => includes(other, way)));
}

/** Whether all objects that come by a way come by another too. */
const includes = (whole: Way, part: Way): boolean =>
  whole === part ||
  (whole.types.isSupersetOf(part.types) &&
    (!whole.around || (part.around !== undefined && includes(whole.around, part.around))));
