import { failpoint } from '#platform/failpoints.ts';
import type { Documents } from '#platform/mongo/documents.ts';
import { isPresent, withEntries, type EntryOrGone } from '../domain/diary/entry.ts';
import { totalsOfEntries } from '../domain/diary/totals.ts';
import { entriesIn, monthIdOf, type DiaryDocuments, type KnownMonth, type TotalsDocument } from './diaryDocuments.ts';
import { placesOf } from './diaryEntry.ts';
import { packText } from './packedText.ts';
import type { Workout } from './workoutDocument.ts';

/**
 * Makes what puts workouts into diaries. The entries of a month are written over the version they were made of, then its
 * totals, then the diary counts the change: before that, nobody looks for a month that is new. What a crash leaves out is
 * done when the same is put in again.
 */
export function createDiaryWriter(documents: DiaryDocuments): (...workouts: Workout[]) => Promise<void> {
  return async (...workouts) => {
    for (const page of pagesOf(workouts)) {
      await put(documents, monthIdOf(page.personId, page.month), page);
      await countChange(documents, page);
      failpoint('workouts.diary.change-counted');
    }
  };
}

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
      const page = pages.get(monthIdOf(personId, month)) ?? { personId, month, entries: [] };
      page.entries.push(entry);
      pages.set(monthIdOf(personId, month), page);
    }
  }
  return pages.values();
}

async function countChange({ diaries }: DiaryDocuments, { personId, month }: DiaryPage): Promise<void> {
  const isCounted = (): Promise<boolean> => diaries.change({ _id: personId }, { $inc: { [`changes.${month}`]: 1 } });
  if (await isCounted()) return;
  if (!(await diaries.insert({ _id: personId, changes: { [month]: 1 }, months: [] }))) await isCounted();
}

async function put(documents: DiaryDocuments, id: string, page: DiaryPage): Promise<void> {
  const { personId, entries: added } = page;
  // What is remembered is tried first: where it is old, nothing is written over it.
  const remembered = documents.knownMonths.get(id);
  const isTried = remembered !== undefined || isNewMonth(documents, page);
  for (let known = isTried ? remembered : await readMonth(documents, id); ; known = await readMonth(documents, id)) {
    const entries = withEntries(known?.entries ?? [], added);
    const version = (known?.version ?? 0) + (entries ? 1 : 0);
    if (entries && !(await writeEntries(documents, { _id: id, personId, version }, entries))) continue;
    failpoint('workouts.diary.entry-written');
    await writeTotals(
      documents.totals,
      { _id: id, personId, entriesVersion: version },
      entries ?? known?.entries ?? [],
    );
    failpoint('workouts.diary.totals-written');
    return;
  }
}

/** Whether a month was not in its diary a moment ago: then it is there only if somebody has made it since. */
const isNewMonth = ({ knownDiaries }: DiaryDocuments, { personId, month }: DiaryPage): boolean =>
  knownDiaries.get(personId)?.has(month) === false;

async function readMonth(documents: DiaryDocuments, id: string): Promise<KnownMonth | undefined> {
  const found = await documents.months.get(id);
  if (!found) {
    documents.knownMonths.delete(id);
    return undefined;
  }
  return { version: found.version, entries: entriesIn(documents, found) };
}

/** Writes a month over the version before it. False when somebody else did. */
async function writeEntries(
  { months, knownMonths }: DiaryDocuments,
  { _id, personId, version }: { _id: string; personId: string; version: number },
  entries: readonly EntryOrGone[],
): Promise<boolean> {
  const text = packText(entries);
  const isWritten =
    version === 1
      ? await months.insert({ _id, personId, version, entries: text })
      : await months.change({ _id, version: version - 1 }, { $set: { version, entries: text } });
  if (isWritten) knownMonths.set(_id, { version, entries }, { size: text.length });
  return isWritten;
}

/** Writes what the entries come to, unless newer ones were summed up. */
async function writeTotals(
  totals: Documents<TotalsDocument>,
  { _id, personId, entriesVersion }: Omit<TotalsDocument, 'totals'>,
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
