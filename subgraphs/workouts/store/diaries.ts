import type { Mongo } from '#platform/mongo/connection.ts';
import type { EntryOrGone, Listing } from '../domain/diary/entry.ts';
import type { MonthTotals } from '../domain/diary/totals.ts';
import { entriesIn, listingsIn, monthIdOf, openDiaryDocuments, type DiaryDocuments } from './diaryDocuments.ts';
import { monthTotalsSchema } from './diarySchemas.ts';
import { createDiaryWriter } from './diaryWriter.ts';
import { unpackText } from './packedText.ts';
import type { Workout } from './workoutDocument.ts';

/** A person's diary as it stands at a moment. Reads of a month show it as it was then, or later. */
export interface Diary {
  /** The months (`2026-05`) the person has anything in, oldest first. */
  readonly months: readonly string[];
  /** What lists need of these months, in any order. It is shared: nothing of it may be changed. */
  listings(months: readonly string[]): Promise<readonly (readonly Listing[])[]>;
  /** All that stands in a month. It is shared: nothing of it may be changed. */
  entries(month: string): Promise<readonly EntryOrGone[]>;
  /** What a month comes to. It is shared: nothing of it may be changed. */
  totals(month: string): Promise<MonthTotals>;
}

/**
 * The diaries: what lists and statistics are read from, so that neither reads workouts it does not show. All is found by
 * `_id`, and written so that any step may be done again, by anybody, in any order. A diary counts the changes of each of
 * its months, so that what was read of a month and has not changed since need not be read again.
 */
export interface DiaryStore {
  /** Puts workouts as they are into their owners' diaries; nothing happens where a newer version stands there. */
  note(...workouts: Workout[]): Promise<void>;
  /** Opens a person's diary: one read. */
  open(personId: string): Promise<Diary>;
}

/** More months than these are read with one query for all that the person has. */
const MANY_MONTHS = 24;
const NOTHING: MonthTotals = { days: [], records: [] };

export async function openDiaries(mongo: Mongo): Promise<DiaryStore> {
  const documents = await openDiaryDocuments(mongo);
  return {
    note: createDiaryWriter(documents),
    open: async (personId) => {
      const found = await documents.diaries.get(personId);
      const changes = new Map(found?.months.map((month) => [month, 0]));
      for (const [month, count] of Object.entries(found?.changes ?? {})) changes.set(month, count);
      documents.knownDiaries.set(personId, changes);
      const state = { personId, changes };
      return {
        months: [...changes.keys()].sort(),
        listings: (months) => listingsOf(documents, state, months),
        entries: async (month) => {
          const read = await documents.months.get(monthIdOf(personId, month));
          return read ? entriesIn(documents, read) : [];
        },
        totals: (month) => totalsOf(documents, state, month),
      };
    },
  };
}

/** Whose diary, and how often each month had been changed when it was opened. */
interface State {
  readonly personId: string;
  readonly changes: ReadonlyMap<string, number>;
}

async function listingsOf(documents: DiaryDocuments, { personId, changes }: State, months: readonly string[]) {
  const known: (readonly Listing[])[] = [];
  const missing = new Map<string, number | undefined>();
  for (const month of months) {
    const id = monthIdOf(personId, month);
    const remembered = documents.knownListings.get(id);
    if (remembered?.changes !== undefined && remembered.changes === changes.get(month)) known.push(remembered.listings);
    else missing.set(id, changes.get(month));
  }
  const read = await readMonths(documents, personId, [...missing.keys()]);
  return [...known, ...read.map((month) => listingsIn(documents, month, missing.get(month._id)))];
}

/** Those that are there. */
async function readMonths({ months }: DiaryDocuments, personId: string, ids: readonly string[]) {
  if (ids.length <= MANY_MONTHS) return months.getMany(ids);
  const among = new Set(ids);
  return (await months.find({ personId })).filter(({ _id }) => among.has(_id));
}

async function totalsOf(documents: DiaryDocuments, { personId, changes }: State, month: string): Promise<MonthTotals> {
  const id = monthIdOf(personId, month);
  const count = changes.get(month);
  const known = documents.knownTotals.get(id);
  if (known && known.changes === count) return known.totals;
  const found = await documents.totals.get(id);
  if (!found || count === undefined) return NOTHING;
  const totals = monthTotalsSchema.parse(unpackText(found.totals));
  documents.knownTotals.set(id, { changes: count, totals }, { size: found.totals.length });
  return totals;
}
