import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import type { Mongo } from '#platform/mongo/connection.ts';
import { openDocuments, type Documents } from '#platform/mongo/documents.ts';
import { createRecent, type Recent } from '#platform/recent.ts';
import { isPresent, withEntries, type EntryOrGone } from '../domain/diary/entry.ts';
import { totalsOfEntries, type MonthTotals } from '../domain/diary/totals.ts';
import { placesOf } from './diaryEntry.ts';
import { entriesSchema, monthTotalsSchema } from './diarySchemas.ts';
import { packText } from './packedText.ts';
import { createParsedTexts, type ParsedTexts } from './parsedTexts.ts';
import type { Workout } from './workoutDocument.ts';

/** A person's diary: in which months anything stands. */
const diarySchema = z.object({ _id: z.string(), version: z.int(), months: z.array(z.string()) });
type Diary = z.infer<typeof diarySchema>;
/** One month of a person's diary, an entry for each workout, as a packed text. */
const monthSchema = z.object({ _id: z.string(), personId: z.string(), version: z.int(), entries: z.string() });
type Month = z.infer<typeof monthSchema>;
/** What such a month comes to, as a packed text, and of which version of it. */
const totalsSchema = z.object({ _id: z.string(), personId: z.string(), entriesVersion: z.int(), totals: z.string() });
type MonthSum = z.infer<typeof totalsSchema>;

/**
 * The diaries: what lists and statistics are read from, so that neither reads workouts it does not show. All is found by
 * `_id`, and written so that any step may be done again, by anybody, in any order.
 */
export interface DiaryStore {
  /** Puts workouts as they are into their owners' diaries; nothing happens where a newer version stands there. */
  note(...workouts: Workout[]): Promise<void>;
  /** The months (`2026-05`) a person has anything in, oldest first. */
  months(personId: string): Promise<string[]>;
  /** All that stands in these months, in any order. */
  entries(personId: string, months: readonly string[]): Promise<readonly EntryOrGone[]>;
  totals(personId: string, month: string): Promise<MonthTotals>;
}

interface Collections {
  readonly diaries: Documents<Diary>;
  readonly months: Documents<Month>;
  readonly totals: Documents<MonthSum>;
  readonly parsedEntries: ParsedTexts<EntryOrGone[]>;
  /** Diaries and months as last seen, null where there was none: what is written is made of them, if nobody wrote since. */
  readonly seenDiaries: Recent<Diary | null>;
  readonly seenMonths: Recent<Month | null>;
  /** Months that are known to stand in their diaries. */
  readonly known: Set<string>;
}

const LARGEST_MEMORY = 50_000;
/** Between the look at what somebody has and the writing of what is new lies no more than this, as a rule. */
const SEEN = { entries: 100, ageMs: 10_000 };
/** Of packed texts that were parsed; what is made of them takes about twenty times as many bytes. */
const MOST_CHARACTERS = 1_500_000;
/** More months than these are read with one query for all that the person has. */
const MANY_MONTHS = 24;

export async function openDiaries(mongo: Mongo): Promise<DiaryStore> {
  const [diaries, months, totals] = await Promise.all([
    openDocuments(mongo, { name: 'diaries', schema: diarySchema, indexes: [] }),
    openDocuments(mongo, { name: 'diaryMonths', schema: monthSchema, indexes: [{ key: { personId: 1 } }] }),
    openDocuments(mongo, { name: 'diaryTotals', schema: totalsSchema, indexes: [{ key: { personId: 1 } }] }),
  ]);
  const parsedEntries = createParsedTexts<EntryOrGone[]>(entriesSchema, MOST_CHARACTERS);
  const parsedTotals = createParsedTexts<MonthTotals>(monthTotalsSchema, MOST_CHARACTERS);
  const stores: Collections = {
    ...{ diaries, months, totals, parsedEntries, known: new Set() },
    seenDiaries: createRecent<Diary | null>(SEEN),
    seenMonths: createRecent<Month | null>(SEEN),
  };
  return {
    note: async (...workouts) => {
      for (const { personId, month, entries } of pagesOf(workouts)) await put(stores, personId, month, entries);
    },
    months: async (personId) => (await readDiary(stores, personId))?.months.toSorted() ?? [],
    entries: async (personId, wanted) =>
      (await monthsOf(stores, personId, wanted)).flatMap((month) => entriesOf(stores, month)),
    totals: async (personId, month) => {
      const sum = await totals.get(idOf(personId, month));
      return sum ? parsedTotals.parse(sum._id, sum.totals) : { days: [], records: [] };
    },
  };
}

async function readDiary({ diaries, seenDiaries }: Collections, personId: string): Promise<Diary | null> {
  const diary = (await diaries.get(personId)) ?? null;
  seenDiaries.set(personId, diary);
  return diary;
}

async function readMonth({ months, seenMonths }: Collections, id: string): Promise<Month | null> {
  const month = (await months.get(id)) ?? null;
  seenMonths.set(id, month);
  return month;
}

const idOf = (personId: string, month: string): string => `${personId}:${month}`;

/** Those that are there. */
async function monthsOf(stores: Collections, personId: string, wanted: readonly string[]): Promise<Month[]> {
  const ids = wanted.map((month) => idOf(personId, month));
  if (ids.length <= MANY_MONTHS)
    return (await Promise.all(ids.map((id) => readMonth(stores, id)))).filter((month) => month !== null);
  const among = new Set(ids);
  return (await stores.months.find({ personId })).filter(({ _id }) => among.has(_id));
}

const entriesOf = ({ parsedEntries }: Collections, month: Month | null): readonly EntryOrGone[] =>
  month ? parsedEntries.parse(month._id, month.entries) : [];

/** What is to be put into which month of whose diary. */
interface DiaryPage {
  readonly personId: string;
  readonly month: string;
  readonly entries: EntryOrGone[];
}

function pagesOf(workouts: readonly Workout[]): Iterable<DiaryPage> {
  const pages = new Map<string, DiaryPage>();
  for (const workout of workouts) {
    const personId = workout.ownerId;
    for (const { month, entry } of placesOf(workout)) {
      const page = pages.get(idOf(personId, month)) ?? { personId, month, entries: [] };
      page.entries.push(entry);
      pages.set(idOf(personId, month), page);
    }
  }
  return pages.values();
}

async function put(stores: Collections, personId: string, month: string, added: readonly EntryOrGone[]): Promise<void> {
  await noteMonth(stores, personId, month);
  failpoint('workouts.diary.month-noted');
  const _id = idOf(personId, month);
  let seen = stores.seenMonths.get(_id);
  for (;;) {
    const found = seen === undefined ? await readMonth(stores, _id) : seen;
    const before = entriesOf(stores, found);
    const entries = withEntries(before, added);
    const version = (found?.version ?? 0) + (entries ? 1 : 0);
    // Somebody else has written since: once more, of what there is now.
    seen = undefined;
    if (entries && !(await writeEntries(stores, { _id, personId, version, entries: packText(entries) }))) continue;
    failpoint('workouts.diary.entry-written');
    await writeTotals(stores.totals, { _id, personId, entriesVersion: version }, entries ?? before);
    failpoint('workouts.diary.totals-written');
    return;
  }
}

/** Writes a month over the version before it. False when somebody else did. */
async function writeEntries({ months, seenMonths }: Collections, month: Month): Promise<boolean> {
  const { _id, version, entries } = month;
  const isWritten =
    version === 1
      ? await months.insert(month)
      : await months.change({ _id, version: version - 1 }, { $set: { version, entries } });
  if (isWritten) seenMonths.set(_id, month);
  return isWritten;
}

/** Writes what the entries come to, unless newer ones were summed up. */
async function writeTotals(
  totals: Documents<MonthSum>,
  { _id, personId, entriesVersion }: Omit<MonthSum, 'totals'>,
  entries: readonly EntryOrGone[],
): Promise<void> {
  const sum = packText(totalsOfEntries(entries.filter(isPresent)));
  const replaceOlder = (): Promise<boolean> =>
    totals.change({ _id, entriesVersion: { $lt: entriesVersion } }, { $set: { entriesVersion, totals: sum } });
  // Of the first version there are none yet, as a rule.
  if (entriesVersion > 1 && (await replaceOlder())) return;
  // There is none, or a newer one; or an older one that has come in between.
  if (!(await totals.insert({ _id, personId, entriesVersion, totals: sum }))) await replaceOlder();
}

/** Makes sure that a month stands in its diary: before anything stands in the month. */
async function noteMonth(stores: Collections, personId: string, month: string): Promise<void> {
  const { diaries, seenDiaries, known } = stores;
  if (known.has(idOf(personId, month))) return;
  let seen = seenDiaries.get(personId);
  for (;;) {
    const diary = seen === undefined ? await readDiary(stores, personId) : seen;
    if (diary?.months.includes(month)) break;
    const written = { _id: personId, version: (diary?.version ?? 0) + 1, months: [...(diary?.months ?? []), month] };
    const isWritten = diary
      ? await diaries.change(
          { _id: personId, version: diary.version },
          { $set: { months: written.months, version: written.version } },
        )
      : await diaries.insert(written);
    if (isWritten) {
      seenDiaries.set(personId, written);
      break;
    }
    seen = undefined;
  }
  if (known.size >= LARGEST_MEMORY) known.clear();
  known.add(idOf(personId, month));
}
