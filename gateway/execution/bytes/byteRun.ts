import { isUtf8 } from 'node:buffer';
import { OperationTypeNode } from 'graphql';
import { givePageBack } from '../client/pages.ts';
import type { SubgraphResponse } from '../client/subgraphClient.ts';
import type { Asked, EngineContext, Run } from '../engine.ts';
import type { Answer } from '../executor.ts';
import type { Fetch, Form } from '../plan/form.ts';
import { readAnswer, type AskedAlias } from './envelope.ts';
import { learnFrom, type Strange } from './learning.ts';
import type { Learner } from './habits.ts';
import type { Program } from './program.ts';
import type { Need } from './need.ts';
import { writeBody, type Part, type Prepared, type Requests } from './requests.ts';
import type { Scratch } from './scratch.ts';
import { Sink } from './sink.ts';
import { heap } from './wasm/arena.ts';
import { NO_ROOM } from './wasm/text.ts';
import type { AnswerWriter } from './writeOut.ts';

/** A form made ready to run on bytes. */
export interface Compiled {
  readonly form: Form;
  readonly program: Program;
  readonly requests: Requests;
  /** The bytes of records. */
  readonly records: Need;
}

/** Nothing for fetches of root fields, which join nothing. */
type Sinks = readonly (Sink | undefined)[];

/** One run, as long as everything is as asked. */
export class ByteRun {
  readonly asked: Asked[] = [];
  readonly #compiled: Compiled;
  readonly #context: EngineContext;
  readonly #run: Run;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #scratch: Scratch;
  /** What the answers lie on. */
  readonly #pages: Buffer[] = [];
  #goesAsAsked = true;
  #strange: Strange | undefined;

  constructor(
    compiled: Compiled,
    context: EngineContext,
    run: Run,
    headers: Readonly<Record<string, string>>,
    scratch: Scratch,
  ) {
    this.#compiled = compiled;
    this.#context = context;
    this.#run = run;
    this.#headers = headers;
    this.#scratch = scratch;
  }

  /** Asks for fetches in one request. Once something is not as asked, nothing more is. */
  perform(fetches: readonly Fetch[]): Promise<void> | undefined {
    if (!this.#goesAsAsked) return undefined;
    const { requests, form } = this.#compiled;
    let prepared = requests.for(fetches);
    let sinks = this.#collect(prepared.parts);
    if (!sinks) {
      this.#goesAsAsked = false;
      return undefined;
    }
    if (sinks.some(isIdle)) {
      const idle = sinks;
      const asking = prepared.text.aliases.flatMap((alias, index) => (isIdle(idle[index]) ? [] : alias.fetches));
      if (asking.length === 0) return undefined;
      prepared = requests.for(asking.sort((one, other) => one.index - other.index));
      sinks = sinks.filter((sink) => !isIdle(sink));
    }
    return this.#ask(fetches, prepared, writeBody(prepared, sinks, form, this.#run.variables), sinks);
  }

  /** Nothing that still comes is taken in. */
  stop(): void {
    this.#goesAsAsked = false;
  }

  /** Looks at the answer that was not as asked. @returns whether there is a habit to make a new program for. */
  learn(learner: Learner): boolean {
    return this.#strange !== undefined && learnFrom(this.#strange, this.#compiled.program, learner);
  }

  /** The answer; undefined when something was not as asked. */
  write(writer: AnswerWriter): Answer | undefined {
    if (!this.#goesAsAsked) return undefined;
    const answer = writer.write(this.#compiled.program.answer, this.#scratch.root);
    if (answer) for (const page of this.#pages) givePageBack(page);
    return answer;
  }

  #ask(
    fetches: readonly Fetch[],
    { fetches: [first], parts }: Prepared,
    body: readonly Uint8Array[],
    sinks: Sinks,
  ): Promise<void> | undefined {
    if (!first) return undefined;
    const { call } = this.#run;
    const request = {
      subgraph: first.subgraph,
      repeatable: first.kind === OperationTypeNode.QUERY,
      body,
      headers: this.#headers,
      signal: call.signal,
      deadline: call.deadline,
    };
    const response = this.#context.client.send(request);
    this.asked.push({ fetches, request, response });
    return response.then(
      (answer) => this.#take(answer, parts, sinks),
      // The object engine, which gets the same promise, finds out why.
      () => this.stop(),
    );
  }

  /** Takes an answer in. */
  #take(answer: SubgraphResponse, parts: readonly Part[], sinks: Sinks): void {
    if (!this.#goesAsAsked) return;
    if (answer.page) this.#pages.push(answer.page);
    const aliases = parts.map(({ name, fetch, opening, scan, style }, index): AskedAlias => ({
      name,
      fetch,
      opening,
      scan,
      style,
      sink: sinks[index],
    }));
    this.#goesAsAsked = this.#read(answer, parts, aliases);
  }

  /** @returns whether an answer is what was asked. */
  #read({ status, body }: SubgraphResponse, parts: readonly Part[], aliases: readonly AskedAlias[]): boolean {
    if (status !== 200 || !isUtf8(body)) return false;
    const scratch = this.#scratch;
    const region = scratch.lend(body.length + 1);
    if (!region) return false;
    heap.set(body, region.address);
    const end = region.address + body.length;
    heap[end] = 0;
    const { rootLinks, link } = this.#compiled.program;
    const rootLink = rootLinks[parts[0]?.fetch.index ?? 0] ?? -1;
    const target = rootLink < 0 ? 0 : scratch.root + 4 * rootLink;
    for (;;) {
      scratch.openRecords();
      const result = readAnswer(region.address, end, aliases, target);
      if (result === NO_ROOM && scratch.enlarge()) continue;
      if (result < 0) {
        if (result !== NO_ROOM) this.#strange = { body, aliases };
        return false;
      }
      scratch.keepRecords();
      for (const { sink } of aliases) if (sink) link(sink.address);
      return true;
    }
  }

  /** What each part asks; undefined when something needed is not there. */
  #collect(parts: readonly Part[]): Sinks | undefined {
    const sinks: (Sink | undefined)[] = [];
    for (const part of parts) {
      const sink = part.name === undefined ? undefined : this.#collectPart(part);
      if (!sink && part.name !== undefined) return undefined;
      sinks.push(sink);
    }
    return sinks;
  }

  #collectPart({ joins, room }: Part): Sink | undefined {
    for (;;) {
      const sink = Sink.take(room);
      if (!sink) return undefined;
      this.#scratch.keep(sink.region);
      const result = joinAll(joins, this.#scratch.root, sink);
      if (result === NO_ROOM) {
        sink.undo();
        room.grow();
        continue;
      }
      sink.tell(room);
      return result < 0 ? undefined : sink;
    }
  }
}

function joinAll(joins: Part['joins'], root: number, sink: Sink): number {
  for (const join of joins) {
    const result = join(root, sink.address);
    if (result < 0) return result;
  }
  return 0;
}

/** Whether nothing is asked by it. */
const isIdle = (sink: Sink | undefined): boolean => sink?.count === 0;
