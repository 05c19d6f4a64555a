import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments, type Documents } from '#platform/mongo/documents.ts';
import { isPresent, listingOf, type EntryOrGone, type Listing } from '../domain/diary/entry.ts';
import type { MonthTotals } from '../domain/diary/totals.ts';
import { entriesSchema } from './diarySchemas.ts';
import { unpackText } from './packedText.ts';

/** A person's diary: in which months anything stands, and how often what stands there was changed. */
const diarySchema = z.object({
  _id: z.string(),
  changes: z.record(z.string(), z.int()).default({}),
  /** Months from before changes were counted. */
  months: z.array(z.string()).default([]),
});
type DiaryDocument = z.infer<typeof diarySchema>;
/** One month of a person's diary, an entry for each workout, as a packed text. */
const monthSchema = z.object({ _id: z.string(), personId: z.string(), version: z.int(), entries: z.string() });
export type MonthDocument = z.infer<typeof monthSchema>;
/** What such a month comes to, as a packed text, and of which version of it. */
const totalsSchema = z.object({ _id: z.string(), personId: z.string(), entriesVersion: z.int(), totals: z.string() });
export type TotalsDocument = z.infer<typeof totalsSchema>;

/** A month as this process has last read or written it. */
export interface KnownMonth {
  readonly version: number;
  readonly entries: readonly EntryOrGone[];
}

/** What lists need of a month, as last read. */
export interface KnownListings {
  readonly version: number;
  /** How often the month had been changed when it was read. */
  readonly changes: number | undefined;
  readonly listings: readonly Listing[];
}

/** What a month comes to, as last read. */
export interface KnownTotals {
  readonly changes: number;
  readonly totals: MonthTotals;
}

/** Where diaries are kept, and what this process remembers of them: whether it still holds, a diary's changes tell. */
export interface DiaryDocuments {
  readonly diaries: Documents<DiaryDocument>;
  readonly months: Documents<MonthDocument>;
  readonly totals: Documents<TotalsDocument>;
  /** The months of diaries, as last read: what is not among them is new, as a rule. */
  readonly knownDiaries: LRUCache<string, ReadonlyMap<string, number>>;
  readonly knownMonths: LRUCache<string, KnownMonth>;
  readonly knownListings: LRUCache<string, KnownListings>;
  readonly knownTotals: LRUCache<string, KnownTotals>;
}

/** Of packed texts whose values are remembered, of each kind; a value takes about twenty times as many bytes. */
const MOST_CHARACTERS = 500_000;
/** For as long as an import takes from its look for others to its own place in the diary. */
const DIARIES = { max: 500, ttl: 60_000 };
/** Of workouts, about 300 bytes each: some months for many people, or all of a long life. */
const MOST_LISTINGS = 60_000;

export async function openDiaryDocuments(mongo: Mongo): Promise<DiaryDocuments> {
  const [diaries, months, totals] = await Promise.all([
    openDocuments(mongo, { name: 'diaries', schema: diarySchema, indexes: [] }),
    openDocuments(mongo, { name: 'diaryMonths', schema: monthSchema, indexes: [{ key: { personId: 1 } }] }),
    openDocuments(mongo, { name: 'diaryTotals', schema: totalsSchema, indexes: [{ key: { personId: 1 } }] }),
  ]);
  return {
    diaries,
    months,
    totals,
    knownDiaries: new LRUCache(DIARIES),
    knownMonths: new LRUCache({ maxSize: MOST_CHARACTERS }),
    knownListings: new LRUCache({ maxSize: MOST_LISTINGS }),
    knownTotals: new LRUCache({ maxSize: MOST_CHARACTERS }),
  };
}

/** The id of a person's month. */
export const monthIdOf = (personId: string, month: string): string => `${personId}:${month}`;

/** The entries of a month as it was read. */
export function entriesIn({ knownMonths }: DiaryDocuments, month: MonthDocument): readonly EntryOrGone[] {
  const { _id, version, entries: text } = month;
  const known = knownMonths.get(_id);
  if (known?.version === version) return known.entries;
  const entries = entriesSchema.parse(unpackText(text));
  knownMonths.set(_id, { version, entries }, { size: text.length });
  return entries;
}

/** What lists need of a month that was read when it had been changed so often; remembered from now on. */
export function listingsIn(
  documents: DiaryDocuments,
  month: MonthDocument,
  changes: number | undefined,
): readonly Listing[] {
  const { _id, version } = month;
  const known = documents.knownListings.get(_id);
  const listings =
    known?.version === version ? known.listings : entriesIn(documents, month).filter(isPresent).map(listingOf);
  documents.knownListings.set(_id, { version, changes, listings }, { size: listings.length + 1 });
  return listings;
}
