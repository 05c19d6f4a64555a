import { gatewayError } from '../../errors.ts';
import type { Engine, EngineContext, Run } from '../engine.ts';
import type { Answer } from '../executor.ts';
import type { Fetch, Form } from '../plan/form.ts';
import { requestText, type RequestText } from '../plan/requestText.ts';
import { runSchedule, scheduleOf } from '../schedule.ts';
import { readResult } from '../subgraphs/parseAnswer.ts';
import { subrequestHeaders } from '../subgraphs/pooledTransport.ts';
import { SubrequestError, type SubgraphAnswer } from '../subgraphs/transport.ts';
import { Collector, prepareFetch, type Batch, type PreparedFetch } from './batches.ts';
import { answerWriter, type Completion } from './completing.ts';
import type { ErrorLog } from './errorLog.ts';
import { readResponse, takeIn, takeInNothing, type Asked } from './intake.ts';
import type { Data } from './json.ts';
import { Troubles } from './troubles.ts';

/** Prepares the object engine for a form: answers are parsed, linked and written anew. Right for everything. */
export function prepareObjectEngine(form: Form, context: EngineContext): Engine {
  const schedule = scheduleOf(form);
  const prepared = form.fetches.map((fetch) => prepareFetch(fetch, context.facts));
  const write = answerWriter(form.shape, context.facts);
  const texts = new Map<string, RequestText>();

  /** The text of a request for these fetches, kept for the next time the same ones meet. */
  const textFor = (fetches: readonly Fetch[]): RequestText => {
    const key = fetches.map(({ index, keyOnly }) => (keyOnly ? -1 - index : index)).join();
    let text = texts.get(key);
    if (!text) {
      text = requestText(fetches);
      texts.set(key, text);
    }
    return text;
  };

  return {
    async run(run) {
      const root: Data = {};
      const troubles = new Troubles();
      const running: Running = { form, context, run, root, troubles, textFor, prepared };
      const answered = run.event ? [0] : [];
      if (run.event) takeInEvent(run.event.payload, running);
      const headers = form.fetches.length > answered.length ? (await run.call.credentials()).headers : {};
      await runSchedule(schedule, (fetches) => perform(fetches, running, headers), answered);
      const log = troubles.settle(form, root);
      const completion: Completion = {
        log,
        path: [],
        reasonFor: (carrier, name) => troubles.reasonFor(carrier, name),
        introspection: run.introspection,
      };
      return answerOf(write(root, completion) ?? 'null', log);
    },
  };
}

interface Running {
  readonly form: Form;
  readonly context: EngineContext;
  readonly run: Run;
  readonly root: Data;
  readonly troubles: Troubles;
  readonly prepared: readonly PreparedFetch[];
  textFor(fetches: readonly Fetch[]): RequestText;
}

/** Errors come first, so that a person reading the answer sees them. */
function answerOf(data: string, { errors }: ErrorLog): Answer {
  const text = errors.length > 0 ? `{"errors":${JSON.stringify(errors)},"data":${data}}` : `{"data":${data}}`;
  return { body: Buffer.from(text), hasErrors: errors.length > 0 };
}

/** Asks for fetches in one request and takes in the answer; undefined when there is nothing to ask. */
function perform(
  fetches: readonly Fetch[],
  running: Running,
  headers: Readonly<Record<string, string>>,
): Promise<void> | undefined {
  const { asking, batches } = collect(fetches, running);
  const [first] = asking;
  if (!first) return undefined;
  const text = running.textFor(asking);
  const asked = text.aliases.map(({ name, fetches: [one] }): Asked => {
    const batch = batches.get(one?.signature ?? '');
    if (!batch) throw new Error('an alias without a batch');
    return { name, batch };
  });
  return ask(first, bodyOf(text, asked, running), asked, running, headers);
}

/** The fetches that have something to ask, and what each signature asks. */
function collect(
  fetches: readonly Fetch[],
  { prepared, root, troubles }: Running,
): { asking: Fetch[]; batches: ReadonlyMap<string, Batch> } {
  const collectors = new Map<string, Collector>();
  const asking: Fetch[] = [];
  const add = (one: PreparedFetch, visit: (visitor: (carrier: Data) => void) => void): void => {
    const { signature } = one.fetch;
    const collector = collectors.get(signature) ?? new Collector();
    collectors.set(signature, collector);
    const lacking: Data[] = [];
    collector.add(one, visit, (carrier) => lacking.push(carrier));
    asking.push(one.fetch);
    for (const carrier of lacking) {
      one.attach(carrier, null);
      troubles.addReason(one, carrier, `This object lacks what subgraph "${one.fetch.subgraph}" must know of it.`);
    }
    if (one.reduced && lacking.length > 0) add(one.reduced, (visitor) => lacking.forEach(visitor));
  };
  for (const { index } of fetches) {
    const one = prepared[index];
    if (one) add(one, (visitor) => one.walker.visit(root, visitor));
  }
  const batches = new Map<string, Batch>();
  for (const [signature, { batch }] of collectors) if (batch.representations.length > 0) batches.set(signature, batch);
  return { asking: asking.filter(({ signature }) => batches.has(signature)), batches };
}

function bodyOf(text: RequestText, asked: readonly Asked[], { form, run }: Running): string {
  const parts: string[] = [];
  for (const [index, { variable, name }] of text.aliases.entries()) {
    if (name === undefined) continue;
    parts.push(`${JSON.stringify(variable)}:[${asked[index]?.batch.representations.join() ?? ''}]`);
  }
  for (const name of text.variables) {
    const value = run.variables[form.variableNames.get(name) ?? name];
    if (value !== undefined) parts.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
  }
  return `${text.start}${parts.join()}}}`;
}

async function ask(
  first: Fetch,
  body: string,
  asked: readonly Asked[],
  { context, run, troubles }: Running,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const { subgraph } = first;
  const intake = { subgraph, facts: context.facts, troubles };
  let answer: SubgraphAnswer;
  try {
    const response = await context.client.send({
      subgraph,
      repeatable: first.kind === 'query',
      body,
      headers: subrequestHeaders(run.call.requestId, headers),
      signal: run.call.signal,
    });
    answer = readResponse(subgraph, response);
  } catch (error) {
    if (!(error instanceof SubrequestError)) throw error;
    const { code, message, status, cause } = error;
    context.log.warn({ subgraph, code, status, err: cause }, message);
    return takeInNothing(asked, { ...gatewayError(code, message), extensions: { code, serviceName: subgraph } }, intake);
  }
  takeIn(answer, asked, intake);
}

function takeInEvent(payload: unknown, { context, prepared, root, troubles }: Running): void {
  const [first] = prepared;
  if (!first) return;
  const { subgraph } = first.fetch;
  const intake = { subgraph, facts: context.facts, troubles };
  const collector = new Collector();
  collector.add(first, (visitor) => first.walker.visit(root, visitor), () => undefined);
  const asked: Asked[] = [{ name: undefined, batch: collector.batch }];
  try {
    takeIn(readResult(subgraph, payload), asked, intake);
  } catch (error) {
    if (!(error instanceof SubrequestError)) throw error;
    takeInNothing(asked, { ...gatewayError(error.code, error.message), extensions: { code: error.code, serviceName: subgraph } }, intake);
  }
}
