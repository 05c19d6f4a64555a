import type { Sport } from '../sport.ts';
import type { Visibility } from '../visibility.ts';

/** What lists need to know of a workout to find, filter and sort it without reading it. */
export interface Listing {
  readonly id: string;
  /** Of the workout; an entry is only ever replaced by a newer one. */
  readonly version: number;
  /** Where it stands in its owner's list: see domain/listPosition.ts. */
  readonly position: string;
  /** Whether it has a start; else it stands where it arrived. */
  readonly isTimed: boolean;
  readonly sport: Sport;
  readonly visibility: Visibility;
  readonly distanceMeters: number | null;
  readonly elapsedSeconds: number | null;
}

/** A workout as a month of its owner's diary knows it: enough to list and count it without reading it. */
export interface Entry extends Listing {
  /** Null for a workout whose figures do not count (yet). */
  readonly counted: Counted | null;
}

/** What statistics know of a workout beyond that. */
export interface Counted {
  readonly localDate: string;
  readonly movingSeconds: number | null;
  readonly kilocalories: number | null;
  readonly elevationGainMeters: number | null;
  /** Whether it may set records: nothing about it is unbelievable. */
  readonly isBelieved: boolean;
  /** Metres and seconds of each best effort. */
  readonly efforts: readonly (readonly [number, number])[];
}

/** What stays of a workout that is not in the month any more, so that a late older entry cannot come back. */
export interface Trace {
  readonly id: string;
  readonly version: number;
  readonly gone: true;
}

/** An entry, or the trace of one that is not there any more. */
export type EntryOrGone = Entry | Trace;

export const isPresent = (entry: EntryOrGone): entry is Entry => !('gone' in entry);

/** The part of an entry that lists need: a tenth of it. */
export const listingOf = (entry: Entry): Listing => ({
  id: entry.id,
  version: entry.version,
  position: entry.position,
  isTimed: entry.isTimed,
  sport: entry.sport,
  visibility: entry.visibility,
  distanceMeters: entry.distanceMeters,
  elapsedSeconds: entry.elapsedSeconds,
});

/** The month (`2026-05`) of a list position. */
export const monthOfPosition = (position: string): string => position.slice(0, 7);

/** The entries with others put in the place of older ones of the same workouts; undefined when nothing changes. */
export function withEntries(entries: readonly EntryOrGone[], added: readonly EntryOrGone[]): EntryOrGone[] | undefined {
  const known = new Map(entries.map((entry) => [entry.id, entry]));
  let isChanged = false;
  for (const entry of added) {
    const before = known.get(entry.id);
    if (before && before.version >= entry.version) continue;
    // What has changed stands last.
    known.delete(entry.id);
    known.set(entry.id, entry);
    isChanged = true;
  }
  return isChanged ? [...known.values()] : undefined;
}
