import { z } from 'zod';
import { SPORTS } from '../sport.ts';
import { VISIBILITIES } from '../visibility.ts';

const figure = z.number().nullable();

/** What a month of a diary knows of one workout: enough to list, filter, sort and count it without reading it. */
const present = z.object({
  id: z.string(),
  /** Of the workout; an entry is only ever replaced by a newer one. */
  version: z.int(),
  /** Where it stands in its owner's list: see domain/listPosition.ts. */
  position: z.string(),
  /** Whether it has a start; else it stands where it arrived. */
  isTimed: z.boolean(),
  sport: z.enum(SPORTS),
  visibility: z.enum(VISIBILITIES),
  distanceMeters: figure,
  elapsedSeconds: figure,
  /** Null for a workout whose figures do not count (yet). */
  counted: z
    .object({
      localDate: z.string(),
      movingSeconds: figure,
      kilocalories: figure,
      elevationGainMeters: figure,
      /** Whether it may set records: nothing about it is unbelievable. */
      isBelieved: z.boolean(),
      /** Metres and seconds of each best effort. */
      efforts: z.array(z.tuple([z.number(), z.number()])),
    })
    .nullable(),
});

/** What stays of a workout that is not in the month any more, so that a late older entry cannot come back. */
const gone = z.object({ id: z.string(), version: z.int(), gone: z.literal(true) });

/** The entries of one month of a person's diary, as they are kept: JSON text. */
export const entriesSchema = z.array(z.union([present, gone]));

/** A workout as a month of its owner's diary knows it. */
export type Entry = z.infer<typeof present>;
/** An entry, or the trace of one that is not there any more. */
export type EntryOrGone = z.infer<typeof entriesSchema>[number];

export const isPresent = (entry: EntryOrGone): entry is Entry => !('gone' in entry);

/** The month (`2026-05`) of a list position. */
export const monthOfPosition = (position: string): string => position.slice(0, 7);

/** The entries with one put in the place of an older one of the same workout; undefined when nothing changes. */
export function withEntry(entries: readonly EntryOrGone[], entry: EntryOrGone): EntryOrGone[] | undefined {
  const known = entries.find(({ id }) => id === entry.id);
  if (known && known.version >= entry.version) return undefined;
  return [...entries.filter((each) => each !== known), entry];
}
