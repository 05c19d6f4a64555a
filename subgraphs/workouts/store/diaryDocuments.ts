import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments, type Documents } from '#platform/mongo/documents.ts';
import type { EntryOrGone } from '../domain/diary/entry.ts';
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
  /** How often it had been changed when it was read; undefined for one just written. */
  readonly changes: number | undefined;
  readonly entries: readonly EntryOrGone[];
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
  readonly knownMonths: LRUCache<string, KnownMonth>;
  readonly knownTotals: LRUCache<string, KnownTotals>;
}

/** Of packed texts whose values are remembered; a value takes about twenty times as many bytes. */
const MOST_CHARACTERS = 1_500_000;

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
    knownMonths: new LRUCache({ maxSize: MOST_CHARACTERS }),
    knownTotals: new LRUCache({ maxSize: MOST_CHARACTERS }),
  };
}

/** The id of a person's month. */
export const monthIdOf = (personId: string, month: string): string => `${personId}:${month}`;

/** The entries of a month that was read when it had been changed so often; remembered from now on. */
export function parsedMonth(
  { knownMonths }: DiaryDocuments,
  { _id, version, entries: text }: MonthDocument,
  changes: number | undefined,
): readonly EntryOrGone[] {
  const known = knownMonths.get(_id);
  const entries = known?.version === version ? known.entries : entriesSchema.parse(unpackText(text));
  knownMonths.set(_id, { version, changes, entries }, { size: text.length });
  return entries;
}
