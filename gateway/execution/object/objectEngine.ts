import { OperationTypeNode } from 'graphql';
import type { SubgraphRequest, SubgraphResponse } from '../client/subgraphClient.ts';
import type { EngineContext, ResumableEngine, Run } from '../engine.ts';
import type { Answer } from '../executor.ts';
import { FetchSets } from '../fetchSets.ts';
import type { Fetch, Form } from '../plan/form.ts';
import { requestText, writeVariables, type RequestText } from '../plan/requestText.ts';
import { runSchedule, scheduleOf } from '../schedule.ts';
import { readResult } from '../subgraphs/parseAnswer.ts';
import { subrequestHeaders } from '../subgraphs/headers.ts';
import { SubrequestError, type SubgraphAnswer } from '../subgraphs/transport.ts';
import { Collector, prepareFetch, type Batch, type PreparedFetch } from './batches.ts';
import { aliasesToAskApart, withoutAliases } from './askingApart.ts';
import { answerWriter, type Completion } from './completing.ts';
import type { ErrorLog } from './errorLog.ts';
import { readResponse, takeIn, takeInNothing, type Asked } from './intake.ts';
import type { Data } from './json.ts';
import { Troubles } from './troubles.ts';

/** Prepares the object engine for a form: answers are parsed, linked and written anew. Right for everything. */
export function prepareObjectEngine(form: Form, context: EngineContext): ResumableEngine {
  const schedule = scheduleOf(form);
  const prepared = form.fetches.map((fetch) => prepareFetch(fetch, context.facts));
  const write = answerWriter(form.shape, context.facts);
  const textFor = createTexts(form);

  const start = (run: Run): Running => ({
    form,
    context,
    run,
    root: {},
    troubles: new Troubles(),
    textFor,
    prepared,
    send: (request) => context.client.send(request),
  });

  const finish = async (running: Running, answered: readonly number[]): Promise<Answer> => {
    const { run, root, troubles } = running;
    const headers =
      form.fetches.length > answered.length ? subrequestHeaders(run.call, await run.call.credentials()) : {};
    await runSchedule(schedule, (fetches) => perform(fetches, running, headers), answered);
    const log = troubles.settle(form, root);
    return answerOf(write(root, completionOf(running, log)) ?? 'null', log);
  };

  return {
    run(run) {
      const running = start(run);
      if (run.event) takeInEvent(run.event.payload, running);
      return finish(running, run.event ? [0] : []);
    },
    async resume(run, asked) {
      const running = start(run);
      for (const { fetches, request, response } of asked) {
        // Should the engines differ in what they ask, a query can be asked again.
        const send = (own: SubgraphRequest): Promise<SubgraphResponse> =>
          asksTheSame(own, request) || !own.repeatable ? response : context.client.send(own);
        await perform(fetches, { ...running, send }, request.headers);
      }
      return finish(
        running,
        asked.flatMap(({ fetches }) => fetches.map(({ index }) => index)),
      );
    },
  };
}

/** Finds the text of a request for some fetches, kept for the next time the same ones meet. */
function createTexts(form: Form): (fetches: readonly Fetch[]) => RequestText {
  const texts = new FetchSets<RequestText>(form.fetches.length);
  return (fetches) => texts.get(fetches.map(({ index, part }) => `${index}.${part}`).join(), fetches, requestText);
}

const asksTheSame = (one: Pick<SubgraphRequest, 'body'>, other: Pick<SubgraphRequest, 'body'>): boolean =>
  textOf(one.body) === textOf(other.body);

const textOf = (body: SubgraphRequest['body']): string =>
  typeof body === 'string' ? body : Buffer.concat(body).toString();

interface Running {
  readonly form: Form;
  readonly context: EngineContext;
  readonly run: Run;
  readonly root: Data;
  readonly troubles: Troubles;
  readonly prepared: readonly PreparedFetch[];
  textFor(fetches: readonly Fetch[]): RequestText;
  send(request: SubgraphRequest): Promise<SubgraphResponse>;
}

const completionOf = ({ run, troubles }: Running, log: ErrorLog): Completion => ({
  log,
  path: [],
  reasonFor: (carrier, name) => troubles.reasonFor(carrier, name),
  introspection: run.introspection,
});

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
  return asking.length > 0 ? ask({ asking, batches, headers }, running) : undefined;
}

/** What one request is made of. */
interface Asking {
  readonly asking: readonly Fetch[];
  readonly batches: ReadonlyMap<string, Batch>;
  readonly headers: Readonly<Record<string, string>>;
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
      troubles.addLack(one, carrier);
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
  parts.push(...writeVariables(text, form, run.variables));
  return `${text.start}${parts.join()}}}`;
}

async function ask({ asking, batches, headers }: Asking, running: Running): Promise<void> {
  const [first] = asking;
  if (!first) return;
  const { context, run, troubles } = running;
  const { subgraph } = first;
  const text = running.textFor(asking);
  const asked = text.aliases.map(({ name, fetches: [one] }): Asked => {
    const batch = batches.get(one?.signature ?? '');
    if (!batch) throw new Error('an alias without a batch');
    return { name, batch };
  });
  const intake = { subgraph, facts: context.facts, troubles };
  let answer: SubgraphAnswer;
  let apart: ReadonlySet<string>;
  try {
    const response = await running.send({
      subgraph,
      repeatable: first.kind === OperationTypeNode.QUERY,
      body: bodyOf(text, asked, running),
      headers,
      signal: run.call.signal,
      deadline: run.call.deadline,
    });
    answer = readResponse(subgraph, response);
    const names = asked.map(({ name }) => name);
    apart = aliasesToAskApart(answer, response.status, names);
  } catch (error) {
    if (!(error instanceof SubrequestError)) throw error;
    const { code, message, status, cause, retryAfterSeconds } = error;
    // What the breaker refuses is counted: in an outage it would fill the log.
    const level = retryAfterSeconds === undefined ? 'warn' : 'debug';
    if (code !== 'SUBREQUEST_CANCELLED') context.log[level]({ subgraph, code, status, err: cause }, message);
    takeInNothing(asked, error.toClient(subgraph), intake);
    return;
  }
  if (apart.size === 0) {
    takeIn(answer, asked, intake);
    return;
  }
  const isApart = ({ name }: { name: string | undefined }): boolean => name !== undefined && apart.has(name);
  const rest = asked.filter((one) => !isApart(one));
  if (rest.length > 0) takeIn(withoutAliases(answer, apart), rest, intake);
  const parts = text.aliases.filter(isApart);
  await Promise.all(parts.map(({ fetches }) => ask({ asking: fetches, batches, headers }, running)));
}

function takeInEvent(payload: unknown, { context, prepared, root, troubles }: Running): void {
  const [first] = prepared;
  if (!first) return;
  const { subgraph } = first.fetch;
  const intake = { subgraph, facts: context.facts, troubles };
  const collector = new Collector();
  collector.add(
    first,
    (visitor) => first.walker.visit(root, visitor),
    () => undefined,
  );
  const asked: Asked[] = [{ name: undefined, batch: collector.batch }];
  try {
    takeIn(readResult(subgraph, payload), asked, intake);
  } catch (error) {
    if (!(error instanceof SubrequestError)) throw error;
    takeInNothing(asked, error.toClient(subgraph), intake);
  }
}
