import { sumOf } from '../processes.ts';
import type { StartedStack } from '../stack.ts';
import { fill } from './life.ts';
import type { Meter } from './meter.ts';
import { logInAgain, newPerson } from './people.ts';
import { plansOf, withoutIndex } from './plans.ts';
import { ms, print, shares } from './print.ts';
import { measureQuestion, measureWalk, pagesOf, statisticsOf, type Answered } from './reading.ts';
import { untilAtRest } from './rest.ts';

const SIZES = [10, 1000, 10_000] as const;
const FOR_STATISTICS = '≤ 20 ms, as for others';
const FOR_PAGES = '≤ 17 ms';

/** Statistics over a year and pages of twenty, of people with few and many workouts, when all that follows is done. */
export async function showLists({ url, natsUrl, mongoUrl }: StartedStack, meter: Meter): Promise<void> {
  for (const size of SIZES) {
    const person = await newPerson(url);
    await fill(url, person, size);
    await untilAtRest(natsUrl);
    const reader = await logInAgain(person);
    for (const year of size < 100 ? [2025] : [2025, 2024]) {
      const question = statisticsOf(year);
      show(`${question.name}, ${size} workouts`, FOR_STATISTICS, await measureQuestion(meter, url, reader, question));
    }
    if (size < 100) continue;
    const pages = await pagesOf(url, reader, size);
    for (const question of pages)
      show(`${question.name}, ${size} workouts`, FOR_PAGES, await measureQuestion(meter, url, reader, question));
    show(`pages not read before, ${size} workouts`, FOR_PAGES, await measureWalk(meter, url, reader));
    if (size === 10_000) await showPlans(mongoUrl, person.id);
  }
}

function show(what: string, aim: string, { result, used }: Answered): void {
  print(`${what}: least and median`, `${ms(result.leastMs)}, ${ms(result.medianMs)}`, aim);
  print(
    '  CPU of our processes, of the stores',
    `${ms(sumOf(used, 'ours') / result.requests)}, ${ms(sumOf(used, 'store') / result.requests)}`,
  );
  console.log(`    ${shares(used, result.requests)}`);
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
