import type { ActivityFile } from '#client/activities.ts';
import type { Person } from '#client/people.ts';
import type { CpuByName } from '../processes.ts';
import { sumOf } from '../processes.ts';
import type { StartedStack } from '../stack.ts';
import { importArchive } from './archive.ts';
import { sampleFiles, smallFile } from './files.ts';
import { measureImports, measureReading, importAll } from './imports.ts';
import { measureMemory, slopeOf } from './memory.ts';
import type { Meter } from './meter.ts';
import { activePeople, newCompetition, newPerson } from './people.ts';
import { plansOf, withoutIndex } from './plans.ts';
import { measureQuestion, pagesOf, statisticsOf } from './reading.ts';

const IMPORTS = 30;
const ROUNDS_OF_WARM_UP = 12;
const DAY_MS = 86_400_000;
/** Before all samples. */
const LONG_AGO = Date.UTC(2011, 0, 1);
const FORMATS = ['FIT', 'TCX', 'GPX'] as const;

function print(what: string, measured: string, aim = ''): void {
  console.log(`${what.padEnd(52)} ${measured.padStart(30)}${aim === '' ? '' : `   aim: ${aim}`}`);
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** The names that used most, and how much for each of so many. */
const shares = (used: CpuByName, count: number, unit = 'ms'): string =>
  [...used]
    .toSorted(([, a], [, b]) => b.cpuMs - a.cpuMs)
    .map(([name, { cpuMs }]) => `${name} ${(cpuMs / count).toFixed(1)}`)
    .join(', ') + ` ${unit}`;

/** What an idle stack uses. */
export function showIdle({ idle }: Meter): void {
  print('idle, our processes', `${(sumOf(idle, 'ours') / 10).toFixed(1)} % of a core`, 'nearly none');
  print('idle, stores', `${(sumOf(idle, 'store') / 10).toFixed(1)} % of a core`);
  console.log(`    ${shares(idle, 1, 'ms a second')}`);
}

/**
 * CPU per import, one after the other and at full load: of the first since the start, and of processes that are warm, as
 * those of a service are that has run for a while. All but the first are by people who have imported before.
 */
export async function showImports(stack: StartedStack, meter: Meter): Promise<void> {
  const files = sampleFiles();
  const competitionId = await newCompetition(await newPerson(stack.url));
  const people = (count: number): Promise<Person[]> => activePeople(stack.url, competitionId, count);
  const last = files.at(-1);
  if (last) {
    const { used } = await measureImports(meter, last, await people(IMPORTS), 1);
    print(`the first ${IMPORTS} imports since the start, of ${last.fileName}`, ms(sumOf(used, 'ours') / IMPORTS));
    print('  of the stores', ms(sumOf(used, 'store') / IMPORTS));
    console.log(`    ${shares(used, IMPORTS)}`);
  }
  const warm = await people(IMPORTS);
  await importMany(warm, ROUNDS_OF_WARM_UP);
  for (const file of files) {
    const { used } = await measureImports(meter, file, warm, 1);
    showImport(file, used, file.trackerMs);
  }
  const [first] = files;
  if (!first) return;
  const others = await people(2 * IMPORTS);
  await importMany(others, 1);
  await showThroughput(meter, first, others);
}

/** Has each of these people import so many files, of all formats, two at a time. */
async function importMany(people: readonly Person[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const format = FORMATS[round % FORMATS.length];
    await importAll(people, (index) => smallFile(index, LONG_AGO + round * DAY_MS, format), 2);
  }
}

function showImport(file: ActivityFile, used: CpuByName, trackerMs: number): void {
  const reading = measureReading(file);
  const ours = sumOf(used, 'ours') / IMPORTS;
  print(`import of ${file.fileName}, CPU of our processes`, ms(ours), `≤ ${ms(trackerMs / 10)}`);
  print('  of the stores', ms(sumOf(used, 'store') / IMPORTS));
  print('  parse, and with figures (warm)', `${ms(reading.parseMs)}, ${ms(reading.figuresMs)}`);
  print('  share of the parse', `${Math.round((100 * reading.parseMs) / ours)} %`);
  console.log(`    ${shares(used, IMPORTS)}`);
}

async function showThroughput(meter: Meter, file: ActivityFile, people: readonly Person[]): Promise<void> {
  const { used, elapsedMs } = await measureImports(meter, file, people, 8);
  const ours = sumOf(used, 'ours');
  const all = ours + sumOf(used, 'store');
  const { parseMs } = measureReading(file);
  print(`${people.length} imports, 8 at once: a second`, (people.length / (elapsedMs / 1000)).toFixed(1));
  print('  a second and core, our processes', ((people.length * 1000) / ours).toFixed(1));
  print('  a second and core, with the stores', ((people.length * 1000) / all).toFixed(1));
  print('  share of the parse', `${Math.round((100 * parseMs * people.length) / ours)} %`);
}

const ARCHIVE_FILES = 200;

/** The nth workout of somebody who has three a day up to the end of 2025. */
const nthOfLife = (nth: number): ActivityFile => smallFile(nth, Date.UTC(2026, 0, 1) - (nth + 1) * (DAY_MS / 3));

async function fill(url: string, person: Person, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 1000) {
    const files = Array.from({ length: Math.min(1000, to - at) }, (_, index) => nthOfLife(at + index));
    await importArchive(url, person, files);
  }
}

/** An archive of small files. */
export async function showArchive(stack: StartedStack, meter: Meter): Promise<void> {
  await fill(stack.url, await newPerson(stack.url), 0, ARCHIVE_FILES);
  const person = await newPerson(stack.url);
  const files = Array.from({ length: ARCHIVE_FILES }, (_, index) => nthOfLife(20_000 + index));
  const { used, elapsedMs } = await meter.measure(() => importArchive(stack.url, person, files));
  print(`archive of ${ARCHIVE_FILES} small files`, `${(elapsedMs / 1000).toFixed(1)} s`);
  print('  a file, CPU of our processes', ms(sumOf(used, 'ours') / ARCHIVE_FILES));
  print('  a file, CPU of the stores', ms(sumOf(used, 'store') / ARCHIVE_FILES));
  console.log(`    ${shares(used, ARCHIVE_FILES)}`);
}

const SIZES = [10, 1000, 10_000] as const;

/** Statistics over a year and pages of twenty, of people with few and many workouts. */
export async function showLists(stack: StartedStack, meter: Meter): Promise<void> {
  for (const size of SIZES) {
    const person = await newPerson(stack.url);
    await fill(stack.url, person, 0, size);
    const questions = [statisticsOf(2025), ...(size < 100 ? [] : await pagesOf(stack.url, person, size))];
    for (const question of questions) {
      const { result, used } = await measureQuestion(meter, stack.url, person, question);
      const aim = question.name === 'statistics' ? '≤ 20 ms, for 10 and for 10 000' : '≤ 17 ms';
      print(`${question.name}, ${size} workouts: median`, ms(result.medianMs), aim);
      print(
        '  CPU of our processes, of the stores',
        `${ms(sumOf(used, 'ours') / result.requests)}, ${ms(sumOf(used, 'store') / result.requests)}`,
      );
      console.log(`    ${shares(used, result.requests)}`);
    }
    if (size === 10_000) await showPlans(stack.mongoUrl, person.id);
  }
}

async function showPlans(mongoUrl: string, personId: string): Promise<void> {
  const { engine, plans } = await plansOf(mongoUrl, async (list) => {
    await list.page(personId, {}, { order: 'NEWEST_FIRST', after: undefined, limit: 20 });
    await list.page(
      personId,
      { sports: ['CYCLING'] },
      { order: 'LONGEST_DISTANCE_FIRST', after: undefined, limit: 20 },
    );
  });
  console.log(`What pages read, as ${engine} explains it:`);
  for (const { collection, fields, count, steps } of plans)
    console.log(`    ${count} × ${collection} by ${fields.join(', ')}: ${steps.join(' < ')}`);
  const bad = withoutIndex(plans).map(({ collection }) => collection);
  if (bad.length === 0) return;
  // PostgreSQL reads a table of a page or two as a whole, and is right.
  if (engine === 'FerretDB') console.log(`    (as a whole, where it is small: ${bad.join(', ')})`);
  else throw new Error(`no index serves ${bad.join(', ')}`);
}

/** The memory of the process that imports while a thousand files go through. */
export async function showMemory(stack: StartedStack): Promise<void> {
  const looks = await measureMemory(stack, await newPerson(stack.url), 1000, 200);
  for (const { files, bytes } of looks)
    print(`memory of workouts after ${files} files`, `${Math.round(bytes / 1e6)} MB`);
  // The first files warm it up.
  const slope = slopeOf(looks.slice(1));
  print('  a file adds', `${(slope / 1000).toFixed(1)} KB`, 'nearly nothing');
}
