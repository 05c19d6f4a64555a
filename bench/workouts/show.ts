import type { ActivityFile } from '#client/activities.ts';
import type { Person } from '#client/people.ts';
import { sumOf, type CpuByName } from '../processes.ts';
import type { StartedStack } from '../stack.ts';
import { importArchive } from './archive.ts';
import { daysEarlier, sampleFiles, smallFile, type SampleFile } from './files.ts';
import { measureImports, measureReading, importAll } from './imports.ts';
import { measureMemory, slopeOf } from './memory.ts';
import { fill, nthOfLife } from './life.ts';
import type { Meter } from './meter.ts';
import { activePeople, newCompetition, newPerson } from './people.ts';
import { ms, print, shares } from './print.ts';
import { slownessNow } from './yardstick.ts';

const IMPORTS = 30;
const ROUNDS_OF_WARM_UP = 12;
const DAY_MS = 86_400_000;
/** Before all samples. */
const LONG_AGO = Date.UTC(2011, 0, 1);
const FORMATS = ['FIT', 'TCX', 'GPX'] as const;

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
  const before = await slownessNow(files);
  let oursMs = 0;
  for (const file of files) {
    const { used } = await measureImports(meter, file, warm, 1);
    showImport(file, used, file.trackerMs);
    oursMs += sumOf(used, 'ours') / IMPORTS;
  }
  showTogether(files, oursMs, [before, await slownessNow(files)]);
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

/** All samples together beside the tracker, as measured and as far as this machine is slower now than the tracker's. */
function showTogether(files: readonly SampleFile[], oursMs: number, slowness: ReadonlyArray<number | null>): void {
  const trackerMs = files.reduce((sum, file) => sum + file.trackerMs, 0);
  print('all of these together', ms(oursMs), `≤ ${ms(trackerMs / 10)}`);
  print('  less than the tracker', `${(trackerMs / oursMs).toFixed(1)} times`);
  const [before, after] = slowness;
  if (!before || !after) return;
  const slower = (before + after) / 2;
  print('  fit-file-parser beside the machine of the tracker', `${slower.toFixed(2)} times as long`);
  print('  less than the tracker, at the speed of its machine', `${((trackerMs * slower) / oursMs).toFixed(1)} times`);
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

/** Archives of small files, and of a real one on as many days, each of another person. */
export async function showArchive(stack: StartedStack, meter: Meter): Promise<void> {
  const filesOf = (make: (nth: number) => ActivityFile): ActivityFile[] =>
    Array.from({ length: ARCHIVE_FILES }, (_, nth) => make(nth));
  await fill(stack.url, await newPerson(stack.url), ARCHIVE_FILES);
  await measureArchive(
    stack,
    meter,
    'small files',
    filesOf((nth) => nthOfLife(20_000 + nth)),
  );
  for (const file of sampleFiles().filter(({ fileName }) => !fileName.endsWith('.fit')))
    await measureArchive(
      stack,
      meter,
      `files like ${file.fileName}`,
      filesOf((nth) => daysEarlier(file, nth)),
    );
}

async function measureArchive(
  stack: StartedStack,
  meter: Meter,
  what: string,
  files: readonly ActivityFile[],
): Promise<void> {
  const person = await newPerson(stack.url);
  const { used, elapsedMs } = await meter.measure(() => importArchive(stack.url, person, files));
  print(`archive of ${files.length} ${what}`, `${(elapsedMs / 1000).toFixed(1)} s`);
  print('  a file, CPU of our processes', ms(sumOf(used, 'ours') / files.length));
  print('  a file, CPU of the stores', ms(sumOf(used, 'store') / files.length));
  console.log(`    ${shares(used, files.length)}`);
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
