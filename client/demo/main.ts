// The main job on real input: people, a competition, activity files, a leaderboard that moves, tokens and badges.
//   npm run demo [folder]
import { randomBytes, randomInt } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { demoFiles } from '../../fixtures/demo.ts';
import { importActivity, type ActivityFile } from '../activities.ts';
import {
  BadgesDocument,
  CreateCompetitionDocument,
  JoinCompetitionDocument,
  RewardsDocument,
} from '../__generated__/graphql.ts';
import { explain } from '../laurel.ts';
import { registerPerson, type Person } from '../people.ts';
import { followBoard, type LiveBoard } from './board.ts';
import { readDemoConfig } from './config.ts';
import { quantile } from './figures.ts';
import { readActivityFiles } from './folder.ts';

const { gatewayUrl } = readDemoConfig();
const NAMES = ['ana', 'ben', 'cleo', 'dan'];
/** How long a push or an award is waited for. */
const PATIENCE_MS = 10_000;

/** What became of one file. */
interface FileResult {
  readonly fileName: string;
  readonly outcome: 'read' | 'refused' | 'there already';
  readonly reason: string;
  /** From the first byte sent to the push that shows the new score, in milliseconds. */
  readonly pushMs: number | undefined;
}

async function run(folder: string | undefined): Promise<void> {
  // New ones each time: a file that somebody else has imported before does not score.
  const files = folder === undefined ? demoFiles(Date.now(), randomInt(1_000_000)) : await readActivityFiles(folder);
  console.log(`${files.length} files of ${folder ?? 'our own making'}, by way of ${gatewayUrl}\n`);
  const people = await registerPeople();
  const [organizer] = people;
  if (!organizer) throw new Error('nobody is there');
  const competitionId = await makeCompetition(organizer, people);
  const board = await followBoard(organizer.client, competitionId, showBoard);
  const results: FileResult[] = [];
  const scored = new Set<string>();
  for (const [index, file] of files.entries()) {
    const person = people[index % people.length] ?? organizer;
    const result = await importFile(person, file, board);
    results.push(result);
    if (result.pushMs !== undefined) scored.add(person.username);
    const push = result.pushMs === undefined ? '' : ` · on the board after ${Math.round(result.pushMs)} ms`;
    const progress = `[${String(index + 1).padStart(String(files.length).length)}/${files.length}]`;
    console.log(`${progress} ${person.username}: ${basename(file.fileName)} ${result.outcome} ${result.reason}${push}`);
  }
  await showRewards(people, scored);
  showSummary(results);
  await Promise.all(people.map(({ client }) => client.close()));
}

async function registerPeople(): Promise<Person[]> {
  const suffix = randomBytes(3).toString('hex');
  return Promise.all(
    NAMES.map((name) =>
      registerPerson(gatewayUrl, {
        username: `${name}-${suffix}`,
        email: `${name}-${suffix}@example.org`,
        password: randomBytes(12).toString('hex'),
      }),
    ),
  );
}

async function makeCompetition(organizer: Person, people: readonly Person[]): Promise<string> {
  const { createCompetition } = await organizer.client.run(CreateCompetitionDocument, {
    input: {
      title: 'Every metre counts',
      metric: 'DISTANCE',
      startsAt: '2000-01-01T00:00:00.000Z',
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      countsWorkoutsBeforeJoining: true,
    },
  });
  const competitionId = createCompetition.competition?.id;
  if (competitionId === undefined) throw new Error(explain(createCompetition.userErrors));
  for (const { client } of people) {
    const { joinCompetition } = await client.run(JoinCompetitionDocument, { input: { competitionId } });
    if (!joinCompetition.participation) throw new Error(explain(joinCompetition.userErrors));
  }
  return competitionId;
}

async function importFile(person: Person, file: ActivityFile, board: LiveBoard): Promise<FileResult> {
  const { fileName } = file;
  const before = board.scoreOf(person.id);
  const startedAt = performance.now();
  try {
    const { status, workout, failure } = await importActivity(person.client, file);
    if (failure)
      return { fileName, outcome: 'refused', reason: `${failure.code}: ${failure.message}`, pushMs: undefined };
    if (status === 'DUPLICATE') return { fileName, outcome: 'there already', reason: '', pushMs: undefined };
    const kilometres = ((workout?.distanceMeters ?? 0) / 1000).toFixed(2);
    const flags = workout?.flags.map(({ code, severity }) => `${severity} ${code}`).join(', ');
    const reason = `${workout?.sport ?? ''} ${kilometres} km${flags ? ` (${flags})` : ''}`;
    const scores =
      workout?.startedAt && workout.distanceMeters && !workout.flags.some(({ severity }) => severity === 'HARD');
    const moved = scores ? await board.moved(person.id, before, PATIENCE_MS) : undefined;
    return {
      fileName,
      outcome: 'read',
      reason,
      pushMs: moved === undefined ? undefined : performance.now() - startedAt,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { fileName, outcome: 'refused', reason, pushMs: undefined };
  }
}

function showBoard(entries: Parameters<Parameters<typeof followBoard>[2]>[0]): void {
  const line = entries.map(({ rank, score, participant }) => {
    return `${rank}. ${participant?.username ?? '?'} ${(score / 1000).toFixed(2)} km`;
  });
  console.log(`      ▲ ${line.length > 0 ? line.join('   ') : 'nobody has a score yet'}`);
}

async function showRewards(people: readonly Person[], scored: ReadonlySet<string>): Promise<void> {
  console.log('\nTokens and badges');
  for (const person of people) {
    const { balance, badges } = await readRewards(person, scored.has(person.username));
    console.log(`  ${person.username}: ${balance} tokens, ${badges.length > 0 ? badges.join(', ') : 'no badge'}`);
  }
}

/** Tokens and badges follow a workout by events; who has one is waited for. */
async function readRewards({ client }: Person, expected: boolean): Promise<{ balance: string; badges: string[] }> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const [rewards, badges] = await Promise.all([client.run(RewardsDocument, {}), client.run(BadgesDocument, {})]);
    const balance = rewards.viewer?.rewardAccount?.balanceTokens ?? '0';
    const titles = badges.viewer?.badges?.edges.map(({ node }) => `${node.title} (${node.metadataUri})`) ?? [];
    if (!expected || titles.length > 0 || performance.now() > deadline) return { balance, badges: titles };
    await setTimeout(100);
  }
}

function showSummary(results: readonly FileResult[]): void {
  const count = (outcome: FileResult['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  console.log(`\n${count('read')} read, ${count('there already')} there already, ${count('refused')} refused`);
  for (const { fileName, outcome, reason } of results)
    if (outcome === 'refused') console.log(`  ${fileName}: ${reason}`);
  const foreign = results.filter(({ reason }) => reason.includes('FOREIGN_FILE')).length;
  if (foreign > 0)
    console.log(`${foreign} files were imported by somebody else before, so they neither score nor earn here.`);
  const pushes = results.flatMap(({ pushMs }) => (pushMs === undefined ? [] : [pushMs]));
  if (pushes.length === 0) return;
  const [median, p99] = [quantile(pushes, 0.5) ?? 0, quantile(pushes, 0.99) ?? 0].map(Math.round);
  console.log(`From upload to the push of the new score: median ${median} ms, p99 ${p99} ms (${pushes.length} files)`);
}

try {
  const folder = process.argv[2];
  await run(folder === undefined ? undefined : resolve(folder));
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`The demo stopped: ${reason}\nIs the stack up? "npm start" brings it up.`);
  process.exitCode = 1;
}
