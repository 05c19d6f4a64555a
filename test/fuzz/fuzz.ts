import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, getNullableType, isInputObjectType, type GraphQLField } from 'graphql';
import { seededRandom, type Random } from '../../fixtures/random.ts';
import { documentOf, targetsOf, variableOf, type Target } from './documents.ts';
import { RAW_NUMBERS } from './hostile.ts';
import { faultOf, type Answered } from './judge.ts';
import { ENDING, FOLLOWING } from './order.ts';
import { senders, somebodyElse, type Sender } from './people.ts';
import { Pool } from './pool.ts';
import { fetchTold, sendBytes } from './uploads.ts';
import { valueOf } from './values.ts';

export type FuzzOptions = {
  gatewayUrl: string;
  seed: number;
  requests: number;
  /** Mutations that are left alone. */
  without?: readonly string[];
  /** Told every now and then. */
  log?: (line: string) => void;
};

/** A request that was answered as none may be. */
export type Fault = { request: number; sender: string; field: string; variables: string; fault: string };

export type FuzzReport = {
  faults: Fault[];
  /** How many requests each field got, and how many of them it accepted. */
  fields: Map<string, { sent: number; accepted: number }>;
  slowest: { field: string; variables: string; milliseconds: number };
};

const schema = buildSchema(readFileSync(path.resolve(import.meta.dirname, '../../schema/api.graphql'), 'utf8'));
const { mutations, queries } = targetsOf(schema);

const SLOWEST_MS = 30_000;
/** What is kept is read back this often. */
const READ_EVERY = 250;

type Field = GraphQLField<unknown, unknown>;
type Run = FuzzOptions & { random: Random; pool: Pool; report: FuzzReport; people: readonly Sender[] };

/**
 * Sends requests that the schema allows, or nearly, with values nobody should send, through a gateway: one after the
 * other, some of them several times at once. To an upload that was opened bytes are sent, and addresses that are told are
 * fetched. Now and then everything that people have is read back.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const random = seededRandom(options.seed);
  const { people, others } = await senders(options.gatewayUrl);
  const report: FuzzReport = { faults: [], fields: new Map(), slowest: { field: '', variables: '', milliseconds: 0 } };
  const run: Run = { ...options, random, pool: new Pool(), report, people };
  const wanted = mutations.filter(({ field }) => options.without?.includes(field.name) !== true);
  let next: { target: Target; sender: Sender } | undefined;
  for (let request = 1; request <= options.requests; request++) {
    const target = next?.target ?? pickOf(random, random.next() < 0.2 ? queries : wanted);
    const ends = ENDING.has(target.field.name);
    if (ends && random.next() < 0.7) continue;
    const chosen = next?.sender ?? (random.next() < 0.85 ? random.pick(people) : random.pick(others));
    const isDone = await send(
      run,
      request,
      target,
      ends ? await somebodyElse(options.gatewayUrl) : chosen,
      next !== undefined,
    );
    const after = isDone ? wanted.filter(({ field }) => FOLLOWING[target.field.name]?.includes(field.name)) : [];
    next = after.length > 0 && random.next() < 0.7 ? { target: pickOf(random, after), sender: chosen } : undefined;
    if (request % READ_EVERY === 0 && request < options.requests) {
      await readBack(run, request);
      options.log?.(`${request} of ${options.requests}, ${report.faults.length} faults`);
    }
  }
  await readBack(run, options.requests);
  return report;
}

async function send(run: Run, request: number, target: Target, sender: Sender, follows: boolean): Promise<boolean> {
  const { random, pool, report } = run;
  const { field, of } = target;
  const name = of ? `${of.name}.${field.name}` : field.name;
  const variables = variablesFor(run, target, follows ? [0, 0, 0, 0.1] : [0, 0.1, 0.25, 0.6]);
  const document = documentOf(schema, target, 2);
  const times = random.next() < 0.15 ? 4 : 1;
  const began = performance.now();
  const answers = await Promise.all(
    Array.from({ length: times }, () => post(run.gatewayUrl, document, variables, sender)),
  );
  const milliseconds = performance.now() - began;
  const told = variables.length > 600 ? `${variables.slice(0, 600)}…` : variables;
  if (milliseconds > report.slowest.milliseconds) report.slowest = { field: name, variables: told, milliseconds };
  const counted = report.fields.get(name) ?? { sent: 0, accepted: 0 };
  counted.sent += 1;
  const isDone = answers.some(isAccepted);
  if (isDone) counted.accepted += 1;
  report.fields.set(name, counted);
  for (const answer of answers) {
    const fault =
      faultOf(answer, of?.name ?? field.name, inputFieldsOf(field)) ??
      (await sendBytes(parsed(answer.text), variables, random)) ??
      (await fetchTold(run.gatewayUrl, answer.text, random));
    if (fault !== null) {
      const who = `${sender.name}${times > 1 ? `, ${times} times at once` : ''}`;
      report.faults.push({ request, sender: who, field: name, variables: told, fault });
      break;
    }
    pool.harvest(parsed(answer.text));
  }
  return isDone;
}

/** Values for all arguments of a target, as JSON. */
function variablesFor(
  { random, pool }: Run,
  { field, of }: Target,
  hostilities: readonly [number, ...number[]],
): string {
  const hostility = random.pick(hostilities);
  const omission = random.pick([0, 0.3, 0.9]);
  const valuesOf = (each: Field, making: { hostility: number; omission: number }) =>
    each.args.map(({ name, type }) => {
      const value = valueOf(type, name === 'id' ? `${each.name}Id` : name, { random, pool, ...making });
      return [variableOf(each, name), value] as const;
    });
  const around = of ? valuesOf(of, { hostility: 0.05, omission }) : [];
  return jsonOf(Object.fromEntries([...around, ...valuesOf(field, { hostility, omission })]));
}

const date = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const RANGE = new Map<string, unknown>([
  ['from', date(-40)],
  ['to', date(40)],
  ['groupBy', 'MONTH'],
  ['first', 20],
  ['orderBy', 'NEWEST_FIRST'],
]);

/** Asks for everything that each person has, field by field; whatever was accepted must be there to be read. */
async function readBack(run: Run, request: number): Promise<void> {
  const of = queries.find(({ field }) => field.name === 'viewer')?.field;
  const type = of ? schema.getType('Viewer') : undefined;
  if (!of || !type || !('getFields' in type)) throw new Error('there is no viewer');
  for (const sender of run.people) {
    for (const field of Object.values(type.getFields())) {
      if ('args' in field) await readField(run, request, { kind: 'query', field, of }, sender);
    }
  }
}

async function readField(run: Run, request: number, target: Target, sender: Sender): Promise<void> {
  const { field } = target;
  const given = field.args.flatMap(({ name }) => (RANGE.has(name) ? [[variableOf(field, name), RANGE.get(name)]] : []));
  const variables = JSON.stringify(Object.fromEntries(given));
  const answer = await post(run.gatewayUrl, documentOf(schema, target, 3), variables, sender);
  const fault = faultOf(answer, 'viewer', []) ?? (answer.text.includes('"errors"') ? answer.text.slice(0, 300) : null);
  if (fault !== null) {
    run.report.faults.push({ request, sender: sender.name, field: `viewer.${field.name}`, variables, fault });
  }
  run.pool.harvest(parsed(answer.text));
}

async function post(gatewayUrl: string, query: string, variables: string, { token }: Sender): Promise<Answered> {
  const response = await fetch(`${gatewayUrl}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
    signal: AbortSignal.timeout(SLOWEST_MS),
  });
  return { status: response.status, text: await response.text() };
}

const pickOf = (random: Random, targets: readonly Target[]): Target => {
  const [first, ...rest] = targets;
  if (!first) throw new Error('the schema has no such fields');
  return random.pick([first, ...rest]);
};

/** JSON, with the numbers that JavaScript cannot hold as they are written. */
const jsonOf = (value: unknown): string =>
  Object.entries(RAW_NUMBERS).reduce(
    (json, [mark, number]) => json.replaceAll(`"${mark}"`, number),
    JSON.stringify(value),
  );

function inputFieldsOf(field: Field): string[] {
  const [input] = field.args;
  const type = input ? getNullableType(input.type) : undefined;
  return type && isInputObjectType(type) ? Object.keys(type.getFields()) : [];
}

const isAccepted = ({ text }: Answered): boolean => !text.includes('"errors"') && !/"userErrors":\[\{/.test(text);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
