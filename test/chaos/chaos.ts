import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { registerPerson, type Person } from '#client/people.ts';
import type { ActivityFile } from '#client/activities.ts';
import { generateActivity } from '../../fixtures/generate.ts';
import { CITIES } from '../../fixtures/simulate.ts';
import { join, newCompetition } from '../support/competitions.ts';
import { importStubbornly } from './imports.ts';
import { recordStubbornly, sendStubbornly } from './recordings.ts';
import { differences, recountOf, type Contests } from './recount.ts';
import { leaveStubbornly, makeTeamContest } from './teams.ts';
import { readTraffic, redeliverEverything } from './redeliver.ts';
import { startWorld, type World } from './world.ts';

/** What is done to the stack. */
export interface ChaosPlan {
  readonly seed: number;
  /** At most 10. */
  readonly people: number;
  /** Imported, over all people. */
  readonly workouts: number;
  /** Recorded as they happen by each person, and as many sent by a device of theirs. */
  readonly recordings: number;
  /** The probability of dying at each failpoint passed. */
  readonly rate: number;
  readonly log: (line: string) => void;
}

/** What came of it. */
export interface ChaosReport {
  readonly deaths: number;
  /** What differs from a recount in the end; empty when nothing was lost or doubled. */
  readonly differences: readonly string[];
  readonly deadLetters: number;
}

/** How long the stack has to come to rest. */
const REST_MS = 180_000;

/**
 * Lets several people import and record workouts at once while processes are killed at every step, the broker is stopped, Redis is
 * emptied, and everything is delivered once more; then compares all figures with a recount.
 */
export async function runChaos(plan: ChaosPlan): Promise<ChaosReport> {
  const { log, seed } = plan;
  const { people: count, workouts, recordings, rate } = plan;
  log(
    `seed ${seed}: ${count} people, ${workouts} imports, ${recordings} recordings of each kind each, death rate ${rate}`,
  );
  const world = await startWorld(seed, plan.rate);
  try {
    const people = await makePeople(world, plan.people);
    const contests = await makeContests(people);
    log('arming the failpoints');
    world.arm();
    const { expected, lost } = await workUnderFire(world, people, contests, plan);
    log(`everything is through, ${world.deaths()} processes died; disarming`);
    world.disarm();
    const rest = (what: string) => comeToRest(what, () => differences(people, contests, expected), log);
    let found = [...lost, ...(await rest('after the crashes'))];
    log('emptying Redis');
    await world.emptyRedis();
    found = [...found, ...(await rest('after Redis was emptied'))];
    log('delivering every event again');
    await untilDelivered(world, await redeliverEverything(world.stack.services.url('nats')));
    found = [...found, ...(await rest('after everything came twice'))];
    const { dead } = await readTraffic(world.stack.services.url('nats'));
    return { deaths: world.deaths(), differences: found, deadLetters: dead };
  } finally {
    await world.close();
  }
}

async function makePeople({ stack }: World, count: number): Promise<Person[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) => {
      const username = `chaos-${index}-${randomBytes(3).toString('hex')}`;
      const account = { username, email: `${username}@example.org`, password: randomBytes(12).toString('hex') };
      return registerPerson(stack.gatewayUrl, account);
    }),
  );
}

async function makeContests(people: readonly Person[]): Promise<Contests> {
  const [organizer] = people;
  if (!organizer) throw new Error('nobody is there');
  const metrics = ['DISTANCE', 'MOVING_TIME', 'WORKOUT_COUNT'] as const;
  const competitions = await Promise.all(
    metrics.map(async (metric) => {
      const { id } = await newCompetition(organizer, { metric });
      await Promise.all(people.map((person) => join(person, id)));
      return { id, score: recountOf[metric] };
    }),
  );
  return { competitions, teams: await makeTeamContest(people, recountOf.DISTANCE) };
}

/** How many workouts each person must have by their id, and what of those recorded was lost. */
interface Done {
  readonly expected: ReadonlyMap<string, number>;
  readonly lost: readonly string[];
}

/**
 * Everybody imports a share of the files, three at a time, and records workouts beside, and some leave their squads; meanwhile the broker goes away and
 * Redis is emptied, twice.
 */
async function workUnderFire(
  world: World,
  people: readonly Person[],
  { teams }: Contests,
  plan: ChaosPlan,
): Promise<Done> {
  const expected = new Map<string, number>();
  let done = 0;
  const importShare = async (person: Person, share: number[]): Promise<void> => {
    for (let index = share.pop(); index !== undefined; index = share.pop()) {
      const file = makeFile(plan.seed * 10_000 + index, index);
      await importStubbornly(person, file);
      done++;
      if (done % 20 === 0) plan.log(`${done} of ${plan.workouts} imported, ${world.deaths()} deaths so far`);
    }
  };
  const everybody = people.flatMap((person, position) => {
    const indexes = Array.from({ length: plan.workouts }, (_, index) => index);
    const share = indexes.filter((index) => index % people.length === position);
    expected.set(person.id, share.length + 2 * plan.recordings);
    return [importShare(person, share), importShare(person, share), importShare(person, share)];
  });
  const recorded = people.map((person) => recordShare(world, person, plan));
  const disturb = async (): Promise<void> => {
    plan.log('stopping the broker for 3 s, and emptying Redis');
    await world.emptyRedis();
    await world.stopBroker(() => setTimeout(3000));
    await world.emptyRedis();
  };
  const [lost] = await Promise.all([Promise.all(recorded), ...everybody, disturb(), leaveStubbornly(teams)]);
  return { expected, lost: lost.flat() };
}

/** Records workouts as they happen and sends some by a device, at the same time. @returns what of them was lost. */
async function recordShare({ stack }: World, person: Person, { seed, recordings }: ChaosPlan): Promise<string[]> {
  const lost: string[] = [];
  for (let index = 0; index < recordings; index++) {
    const startedAt = Date.UTC(2025, 0, 1, 12) + index * 86_400_000;
    const found = await Promise.all([
      recordStubbornly(person, seed + index, startedAt),
      sendStubbornly(stack.gatewayUrl, person, seed - index, startedAt + 7_200_000),
    ]);
    lost.push(...found.flat().map((each) => `${person.username}: ${each}`));
  }
  return lost;
}

/** Workouts two hours apart in one city, so that none overlaps and nobody travels too fast. */
function makeFile(seed: number, index: number): ActivityFile {
  const format = (['FIT', 'TCX', 'GPX'] as const)[index % 3] ?? 'FIT';
  const startedAt = Date.UTC(2026, 0, 1) + index * 7_200_000;
  return generateActivity({ seed, startedAt, format, city: CITIES[0], durationSeconds: 900 });
}

async function comeToRest(
  when: string,
  compare: () => Promise<string[]>,
  log: (line: string) => void,
): Promise<string[]> {
  const deadline = Date.now() + REST_MS;
  for (;;) {
    const found = await compare().catch((error: unknown) => [`could not compare: ${String(error)}`]);
    if (found.length === 0) {
      log(`${when}: every figure is what a recount gives`);
      return [];
    }
    if (Date.now() > deadline) return found.map((difference) => `${when}: ${difference}`);
    await setTimeout(500);
  }
}

/** Waits until all consumers are back and have nothing left to take. */
async function untilDelivered({ stack }: World, before: ReadonlySet<string>): Promise<void> {
  const deadline = Date.now() + REST_MS;
  for (;;) {
    const { waiting } = await readTraffic(stack.services.url('nats'));
    const behind = [...before].filter((consumer) => waiting.get(consumer) !== 0);
    if (behind.length === 0) return;
    if (Date.now() > deadline) {
      const each = behind.map((consumer) => `${consumer}: ${waiting.get(consumer) ?? 'gone'}`);
      throw new Error(`events still wait: ${each.join(', ')}`);
    }
    await setTimeout(200);
  }
}
