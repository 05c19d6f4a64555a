import { isUtf8 } from 'node:buffer';
import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphResponse } from '../client/subgraphClient.ts';
import type { Renaming } from '../plan/form.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import { readResult } from '../subgraphs/parseAnswer.ts';
import { SubrequestError, type SubgraphAnswer } from '../subgraphs/transport.ts';
import { applyRenamings } from './attaching.ts';
import type { Batch } from './batches.ts';
import { isData, parseJson, type Data } from './json.ts';
import type { Troubles } from './troubles.ts';
import type { Path } from './walking.ts';

/** Reads a subgraph's HTTP response. @throws SubrequestError when it is not a GraphQL answer. */
export function readResponse(subgraph: string, { status, body }: SubgraphResponse): SubgraphAnswer {
  if (!isUtf8(body)) throw malformed(subgraph, 'text that is not UTF-8', status);
  const text = body.toString('utf8');
  let parsed: unknown;
  try {
    parsed = parseJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    const what = status >= 400 ? `HTTP status ${status}` : 'something that is not JSON';
    throw malformed(subgraph, what, status, error);
  }
  return readResult(subgraph, parsed, status);
}

const malformed = (subgraph: string, what: string, status: number, cause?: unknown): SubrequestError =>
  new SubrequestError('SUBREQUEST_MALFORMED_RESPONSE', `Subgraph "${subgraph}" answered ${what}.`, { cause, status });

/** A batch and the response name of its entities; undefined for root fields. */
export interface Asked {
  readonly name: string | undefined;
  readonly batch: Batch;
}

interface Intake {
  readonly subgraph: string;
  readonly facts: SchemaFacts;
  readonly troubles: Troubles;
}

/** Hangs what a subgraph answered on those who asked, and notes its errors. */
export function takeIn(answer: SubgraphAnswer, asked: readonly Asked[], intake: Intake): void {
  const { data } = answer;
  if (!data && answer.errors.length === 0) {
    const message = `Subgraph "${intake.subgraph}" answered no data, and no error.`;
    const error = downstream({ message, extensions: { code: 'SUBREQUEST_MALFORMED_RESPONSE' } }, intake.subgraph);
    takeInNothing(asked, error, intake);
    return;
  }
  for (const { name, batch } of asked) {
    const value = name === undefined ? data : data?.[name];
    if (name === undefined) takeInRoot(isData(value) ? value : null, batch, intake);
    else takeInEntities(value, answer, batch, intake);
  }
  for (const error of answer.errors) noteError(error, asked, data ?? null, intake);
  noteTakenAlong(answer, asked, intake);
}

/** Says of what is not there, and of which no error is, that it went with what failed: nulls rise to `data`. */
function noteTakenAlong({ data, errors }: SubgraphAnswer, asked: readonly Asked[], intake: Intake): void {
  const [first] = errors;
  const blamed = new Set(errors.map(({ path }) => path?.[0]));
  if (!first || blamed.has(undefined)) return;
  for (const { name, batch } of asked) {
    if (name === undefined || blamed.has(name) || Array.isArray(data?.[name])) continue;
    intake.troubles.addFailure(batch, downstream(first, intake.subgraph));
  }
}

/** Says of everything asked that it is not there. */
export function takeInNothing(
  asked: readonly Asked[],
  error: GraphQLFormattedError,
  { troubles, facts }: Intake,
): void {
  for (const { batch } of asked) {
    attachAll(batch, [], facts);
    troubles.addFailure(batch, error);
  }
}

function takeInRoot(value: Data | null, batch: Batch, { troubles, facts }: Intake): void {
  attachAll(batch, [value], facts);
  if (value) return;
  for (const { prepared, carriers } of batch.takers) {
    for (const carrier of carriers) troubles.addNothing(prepared, carrier);
  }
}

function takeInEntities(value: unknown, answer: SubgraphAnswer, batch: Batch, intake: Intake): void {
  const { subgraph, troubles, facts } = intake;
  if (!Array.isArray(value) || value.length !== batch.representations.length) {
    attachAll(batch, [], facts);
    if (answer.errors.length > 0 && (value === null || value === undefined)) return;
    const message = `Subgraph "${subgraph}" answered another number of entities than it was asked.`;
    troubles.addFailure(
      batch,
      downstream({ message, extensions: { code: 'SUBREQUEST_MALFORMED_RESPONSE' } }, subgraph),
    );
    return;
  }
  const entities = value.map((entity) => (isData(entity) ? entity : null));
  attachAll(batch, entities, facts);
  for (const { prepared, carriers, indices } of batch.takers) {
    for (const [at, index] of indices.entries()) {
      const carrier = carriers[at];
      if (carrier && !entities[index]) troubles.addNothing(prepared, carrier);
    }
  }
}

/** Gives takers their entities; `null`, which says that there is nothing, to those without. */
function attachAll(batch: Batch, entities: readonly (Data | null)[], facts: SchemaFacts): void {
  const renamings = batch.takers[0]?.prepared.fetch.renamings ?? [];
  if (renamings.length > 0) for (const entity of entities) if (entity) applyRenamings(entity, renamings, facts);
  for (const { prepared, carriers, indices } of batch.takers) {
    for (let at = 0; at < carriers.length; at++) {
      const carrier = carriers[at];
      if (carrier) prepared.attach(carrier, entities[indices[at] ?? -1] ?? null);
    }
  }
}

/** Puts a subgraph's error where the client sees it. */
function noteError(error: GraphQLFormattedError, asked: readonly Asked[], data: unknown, intake: Intake): void {
  const { subgraph, troubles } = intake;
  const ours = downstream(error, subgraph);
  const path = error.path ?? [];
  const [first, index, ...rest] = path;
  const known = asked.find(({ name }) => name === undefined || name === first);
  if (known && known.name === undefined && path.length > 0) {
    noteAt(ours, known.batch, 0, path, troubles);
    return;
  }
  if (known && typeof index === 'number') {
    noteAt(ours, known.batch, index, rest, troubles);
    return;
  }
  const concerned = known && path.length > 0 ? [known] : asked;
  const only = concerned.length === 1 && concerned[0]?.batch.representations.length === 1;
  const nothing = !isData(data) || concerned.every(({ name }) => name !== undefined && !data[name]);
  if (nothing || (only && concerned[0]?.name !== undefined)) {
    for (const { batch } of concerned) troubles.addFailure(batch, ours);
  } else {
    troubles.addGeneral(asked[0]?.batch.takers[0]?.prepared, ours);
  }
}

function noteAt(error: GraphQLFormattedError, batch: Batch, index: number, rest: Path, troubles: Troubles): void {
  for (const { prepared, carriers, indices } of batch.takers) {
    const merged = mergedPath(rest, prepared.fetch.renamings);
    for (const [at, own] of indices.entries()) {
      const carrier = carriers[at];
      if (own === index && carrier) troubles.add(prepared, carrier, error, merged);
    }
  }
}

/** A path in a subgraph's answer, with the names of the merged answer. */
function mergedPath(path: Path, renamings: readonly Renaming[]): Path {
  if (renamings.length === 0) return path;
  const names: string[] = [];
  return path.map((part) => {
    if (typeof part === 'number') return part;
    names.push(part);
    const renaming = renamings.find(({ path: wire }) => {
      const fields = wire.filter((step) => !step.startsWith('... on '));
      return fields.length === names.length && fields.every((name, at) => name === names[at]);
    });
    return renaming?.to ?? part;
  });
}

/** A subgraph's error as the client gets it. */
function downstream({ message, extensions }: GraphQLFormattedError, subgraph: string): GraphQLFormattedError {
  return { message, extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...extensions, serviceName: subgraph } };
}
