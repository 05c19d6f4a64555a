import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, getNamedType, getNullableType, isInputObjectType, type GraphQLField } from 'graphql';
import { seededRandom, type Random } from '../../fixtures/random.ts';
import { documentOf } from './documents.ts';
import { RAW_NUMBERS } from './hostile.ts';
import { faultOf, type Answered } from './judge.ts';
import { senders, somebodyElse, type Sender } from './people.ts';
import { Pool } from './pool.ts';
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
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
const queries = Object.values(schema.getQueryType()?.getFields() ?? {});

/** After these the sender's session or account may be over, so that somebody else sends them. */
const ENDING = new Set(['deleteAccount', 'logOut', 'logOutEverywhere', 'changePassword', 'changeEmail']);
const SLOWEST_MS = 30_000;
/** What is kept is read back this often. */
const READ_EVERY = 250;

type Field = GraphQLField<unknown, unknown>;
type Run = FuzzOptions & { random: Random; pool: Pool; report: FuzzReport; people: readonly Sender[] };

/**
 * Sends requests that the schema allows, or nearly, with values nobody should send, through a gateway: one after the
 * other, some of them several times at once. Now and then everything that people have is read back.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const random = seededRandom(options.seed);
  const { people, others } = await senders(options.gatewayUrl);
  const report: FuzzReport = { faults: [], fields: new Map(), slowest: { field: '', variables: '', milliseconds: 0 } };
  const run: Run = { ...options, random, pool: new Pool(), report, people };
  const fields = mutations.filter(({ name }) => options.without?.includes(name) !== true);
  await readBack(run, 0);
  for (let request = 1; request <= options.requests; request++) {
    const kind = random.next() < 0.1 ? 'query' : 'mutation';
    const field = kind === 'query' ? pickOf(random, queries) : pickOf(random, fields);
    const ends = ENDING.has(field.name);
    if (ends && random.next() < 0.7) continue;
    const chosen = random.next() < 0.85 ? random.pick(people) : random.pick(others);
    await send(run, request, kind, field, ends ? await somebodyElse(options.gatewayUrl) : chosen);
    if (request % READ_EVERY === 0) {
      await readBack(run, request);
      options.log?.(`${request} of ${options.requests}, ${report.faults.length} faults`);
    }
  }
  await readBack(run, options.requests);
  return report;
}

async function send(
  run: Run,
  request: number,
  kind: 'query' | 'mutation',
  field: Field,
  sender: Sender,
): Promise<void> {
  const { random, pool, report } = run;
  const hostility = random.pick([0, 0.1, 0.25, 0.6]);
  const omission = random.pick([0, 0.3, 0.9]);
  const given = field.args.map(({ name, type }) => {
    return [
      name,
      valueOf(type, name === 'id' ? `${field.name}Id` : name, { random, pool, hostility, omission }),
    ] as const;
  });
  const variables = jsonOf(Object.fromEntries(given));
  const document = documentOf(schema, kind, field, 2);
  const times = random.next() < 0.15 ? 4 : 1;
  const began = performance.now();
  const answers = await Promise.all(
    Array.from({ length: times }, () => post(run.gatewayUrl, document, variables, sender)),
  );
  const milliseconds = performance.now() - began;
  const told = variables.length > 600 ? `${variables.slice(0, 600)}…` : variables;
  if (milliseconds > report.slowest.milliseconds) report.slowest = { field: field.name, variables: told, milliseconds };
  const counted = report.fields.get(field.name) ?? { sent: 0, accepted: 0 };
  counted.sent += 1;
  if (answers.some(isAccepted)) counted.accepted += 1;
  report.fields.set(field.name, counted);
  for (const answer of answers) {
    const fault = faultOf(answer, field.name, inputFieldsOf(field));
    if (fault !== null) {
      const who = `${sender.name}${times > 1 ? `, ${times} times at once` : ''}`;
      report.faults.push({ request, sender: who, field: field.name, variables: told, fault });
      break;
    }
    pool.harvest(parsed(answer.text));
  }
}

/** Asks for everything that each person has, field by field; whatever was accepted must be there to be read. */
async function readBack(run: Run, request: number): Promise<void> {
  const viewer = queries.find(({ name }) => name === 'viewer');
  const type = viewer ? getNamedType(viewer.type) : undefined;
  if (!type || !('getFields' in type)) throw new Error('there is no viewer');
  for (const sender of run.people) {
    for (const field of Object.values(type.getFields())) {
      if ('args' in field) await readField(run, request, field, sender);
    }
  }
}

const date = (days: number): string => `"${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}"`;
const RANGE = { from: date(-40), to: date(40), groupBy: 'MONTH' } as const;

async function readField(run: Run, request: number, field: Field, sender: Sender): Promise<void> {
  const args = Object.entries(RANGE).filter(([name]) => field.args.some((arg) => arg.name === name));
  const page = field.args.some(({ name }) => name === 'first') ? [['first', '20']] : [];
  const passed = [...args, ...page].map(([name, value]) => `${name}: ${value}`).join(', ');
  const bare = documentOf(schema, 'query', { ...field, args: [] }, 3)
    .replace(/^query\s+\{ \w+/, '')
    .replace(/\}$/, '');
  const document = `{ viewer { ${field.name}${passed === '' ? '' : `(${passed})`} ${bare} } }`;
  const answer = await post(run.gatewayUrl, document, '{}', sender);
  const fault = faultOf(answer, 'viewer', []) ?? (answer.text.includes('"errors"') ? answer.text.slice(0, 300) : null);
  if (fault !== null) {
    run.report.faults.push({ request, sender: sender.name, field: `viewer.${field.name}`, variables: '', fault });
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

const pickOf = (random: Random, fields: readonly Field[]): Field => {
  const [first, ...rest] = fields;
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
