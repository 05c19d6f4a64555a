import { isUtf8 } from 'node:buffer';
import { OperationTypeNode } from 'graphql';
import { givePageBack } from '../client/pages.ts';
import type { SubgraphResponse } from '../client/subgraphClient.ts';
import type { Asked, EngineContext, Run } from '../engine.ts';
import type { Answer } from '../executor.ts';
import type { Fetch, Form } from '../plan/form.ts';
import { bodyOf } from './bodies.ts';
import { readAnswer, type AskedAlias } from './envelope.ts';
import { learnFrom, type Strange } from './learning.ts';
import type { Learner } from './habits.ts';
import type { Program } from './program.ts';
import { writeBody, type Part, type Prepared, type Requests } from './requests.ts';
import { takeSink, type Scratch } from './scratch.ts';
import { Sink } from './sink.ts';
import { NoRoom } from './slices.ts';
import type { AnswerWriter } from './writeOut.ts';

/** A form made ready to run on bytes. */
export interface Compiled {
  readonly form: Form;
  readonly program: Program;
  readonly requests: Requests;
}

/** For fetches of root fields, which join nothing. */
const noSink = new Sink();

/** One run, as long as everything is as asked. */
export class ByteRun {
  readonly asked: Asked[] = [];
  readonly #compiled: Compiled;
  readonly #context: EngineContext;
  readonly #run: Run;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #scratch: Scratch;
  /** The bytes that each fetch's records point into. */
  readonly #answers: (DataView | undefined)[];
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
    this.#answers = new Array<DataView | undefined>(compiled.form.fetches.length).fill(undefined);
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
    const answer = writer.write(this.#compiled.program.answer, this.#scratch.tape, this.#answers);
    if (answer) for (const page of this.#pages) givePageBack(page);
    return answer;
  }

  #ask(
    fetches: readonly Fetch[],
    { fetches: [first], parts }: Prepared,
    body: readonly Uint8Array[],
    sinks: readonly Sink[],
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
  #take(answer: SubgraphResponse, parts: readonly Part[], sinks: readonly Sink[]): void {
    if (!this.#goesAsAsked) return;
    if (answer.page) this.#pages.push(answer.page);
    const aliases = parts.map(({ name, fetch, opening, scan, style }, index): AskedAlias => ({
      name,
      fetch,
      opening,
      scan,
      style,
      sink: sinks[index] ?? noSink,
    }));
    this.#goesAsAsked = this.#read(answer, parts, aliases);
  }

  /** @returns whether an answer is what was asked. */
  #read({ status, body: received }: SubgraphResponse, parts: readonly Part[], aliases: readonly AskedAlias[]): boolean {
    if (status !== 200 || !isUtf8(received)) return false;
    const body = bodyOf(received);
    if (body.page) this.#pages.push(body.page);
    const begun = this.#scratch.tape[0] ?? 0;
    let record = readAnswer(body, this.#scratch.tape, aliases);
    while (record === -2) {
      const larger = new Int32Array(this.#scratch.tape.length * 2);
      larger.set(this.#scratch.tape);
      larger[0] = begun;
      this.#scratch.tape = larger;
      record = readAnswer(body, larger, aliases);
    }
    if (record < 0) {
      this.#strange = { body: received, aliases };
      return false;
    }
    for (const { fetches } of parts) for (const { index } of fetches) this.#answers[index] = body.words;
    const { tape } = this.#scratch;
    const rootLink = this.#compiled.program.rootLinks[parts[0]?.fetch.index ?? 0] ?? -1;
    if (rootLink >= 0) tape[1 + rootLink] = record;
    else for (const { sink } of aliases) sink.link(tape);
    return true;
  }

  /** What each part asks; undefined when something needed is not there. */
  #collect(parts: readonly Part[]): Sink[] | undefined {
    const sinks: Sink[] = [];
    for (const part of parts) {
      const sink = part.name === undefined ? noSink : takeSink(this.#scratch);
      if (sink !== noSink && !this.#collectPart(part, sink)) return undefined;
      sinks.push(sink);
    }
    return sinks;
  }

  #collectPart({ joins }: Part, sink: Sink): boolean {
    for (;;) {
      try {
        for (const join of joins) if (join(this.#scratch.tape, 1, this.#answers, sink) < 0) return false;
        return true;
      } catch (error) {
        if (!(error instanceof NoRoom)) throw error;
        sink.grow(this.#scratch.tape);
      }
    }
  }
}

/** Whether nothing is asked by it. */
const isIdle = (sink: Sink | undefined): boolean => sink !== noSink && sink?.count === 0;
