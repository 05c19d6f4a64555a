import { isUtf8 } from 'node:buffer';
import { OperationTypeNode } from 'graphql';
import { givePageBack } from '../client/pages.ts';
import type { SubgraphRequest, SubgraphResponse } from '../client/subgraphClient.ts';
import type { Asked, Engine, EngineContext, Run } from '../engine.ts';
import type { Answer } from '../executor.ts';
import { prepareObjectEngine } from '../object/objectEngine.ts';
import type { Fetch, Form } from '../plan/form.ts';
import { requestText, writeVariables, type RequestText } from '../plan/requestText.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import { runSchedule, scheduleOf } from '../schedule.ts';
import { subrequestHeaders } from '../subgraphs/headers.ts';
import { bodyOf } from './bodies.ts';
import { readAnswer, type AskedAlias } from './envelope.ts';
import { learnFrom, type Strange } from './learning.ts';
import { COMPACT, Learner, type Habits } from './habits.ts';
import { Unsupported } from './nodes.ts';
import { compileProgram, type Program } from './program.ts';
import { giveBack, takeSink, takeTape, type Scratch } from './scratch.ts';
import { Sink } from './sink.ts';
import { NoRoom } from './slices.ts';
import { AnswerWriter } from './writeOut.ts';

/**
 * Prepares the byte engine for a form: answers are scanned, not parsed, and copied, not written. It runs what goes as
 * asked; at anything else (an error, a null where none may be, another order of fields) the object engine takes over
 * with what was asked so far. Forms that cannot be run on bytes get the object engine at once.
 */
export function prepareByteEngine(form: Form, context: EngineContext): Engine {
  const objects = prepareObjectEngine(form, context);
  const learner = new Learner(2 * form.fetches.length);
  let program = programFor(form, context.facts, learner.habits);
  if (!program) return objects;
  const schedule = scheduleOf(form);
  const writer = new AnswerWriter();
  const texts = new Map<string, ByteText>();
  const textFor = (fetches: readonly Fetch[]): ByteText => {
    const [first] = fetches;
    const key = fetches.length === 1 && first ? String(first.index) : fetches.map(({ index }) => index).join();
    let text = texts.get(key);
    if (!text) texts.set(key, (text = byteText(fetches)));
    return text;
  };
  return {
    async run(run) {
      const current = program;
      if (run.event || !current) return objects.run(run);
      const credentials = await run.call.credentials();
      const scratch: Scratch = { tape: takeTape(current), sinks: [] };
      const all = subrequestHeaders(run.call, credentials);
      const bytes = new ByteRun(form, current, context, run, all, scratch, textFor);
      let isOver = false;
      try {
        await runSchedule(schedule, (fetches) => bytes.perform(fetches));
        let answer = bytes.write(writer);
        if (!answer) {
          context.onHandover?.();
          if (bytes.learn(learner)) program = programFor(form, context.facts, learner.habits);
          answer = await objects.resume(run, bytes.asked);
        }
        isOver = true;
        return answer;
      } finally {
        bytes.stop();
        // After a failure a request may still be waiting to be written from it.
        if (isOver) giveBack(scratch);
      }
    },
  };
}

function programFor(form: Form, facts: SchemaFacts, habits: Habits): Program | undefined {
  try {
    return compileProgram(form, facts, habits);
  } catch (error) {
    // Node may be told to allow no code from strings.
    if (error instanceof Unsupported || error instanceof EvalError) return undefined;
    throw error;
  }
}

/** For fetches of root fields, which join nothing. */
const noSink = new Sink();

/** One run, as long as everything is as asked. */
class ByteRun {
  readonly asked: Asked[] = [];
  readonly #form: Form;
  readonly #program: Program;
  readonly #context: EngineContext;
  readonly #run: Run;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #scratch: Scratch;
  readonly #textFor: (fetches: readonly Fetch[]) => ByteText;
  /** The bytes that each fetch's records point into. */
  readonly #answers: (DataView | undefined)[];
  /** What the answers lie on. */
  readonly #pages: Buffer[] = [];
  #goesAsAsked = true;
  #strange: Strange | undefined;

  constructor(
    form: Form,
    program: Program,
    context: EngineContext,
    run: Run,
    headers: Readonly<Record<string, string>>,
    scratch: Scratch,
    textFor: (fetches: readonly Fetch[]) => ByteText,
  ) {
    this.#form = form;
    this.#program = program;
    this.#context = context;
    this.#run = run;
    this.#headers = headers;
    this.#scratch = scratch;
    this.#textFor = textFor;
    this.#answers = form.fetches.map(() => undefined);
  }

  /** Asks for fetches in one request. Once something is not as asked, nothing more is. */
  perform(fetches: readonly Fetch[]): Promise<void> | undefined {
    if (!this.#goesAsAsked) return undefined;
    const sinks = this.#collect(fetches);
    if (!sinks) {
      this.#goesAsAsked = false;
      return undefined;
    }
    const asking = fetches.filter(({ signature }) => sinks.has(signature));
    const [first] = asking;
    if (!first) return undefined;
    const text = this.#textFor(asking);
    const aliases = text.text.aliases.map(({ name, fetches: [one] }): AskedAlias => {
      const scan = one && this.#program.scans[one.index];
      const sink = one && sinks.get(one.signature);
      if (!scan || !sink) throw new Error('an alias that nobody asked');
      return { name, scan, sink, style: this.#program.nodes[one.index]?.style ?? COMPACT };
    });
    const request = {
      subgraph: first.subgraph,
      repeatable: first.kind === OperationTypeNode.QUERY,
      body: this.#body(text, aliases),
      headers: this.#headers,
      signal: this.#run.call.signal,
      deadline: this.#run.call.deadline,
    };
    return this.#ask(fetches, asking, request, aliases);
  }

  /** Nothing that still comes is taken in. */
  stop(): void {
    this.#goesAsAsked = false;
  }

  /** Looks at the answer that was not as asked. @returns whether there is a habit to make a new program for. */
  learn(learner: Learner): boolean {
    const strange = this.#strange;
    return strange !== undefined && learnFrom(strange, this.#program, learner);
  }

  /** The answer; undefined when something was not as asked. */
  write(writer: AnswerWriter): Answer | undefined {
    if (!this.#goesAsAsked) return undefined;
    const answer = writer.write(this.#program.answer, this.#scratch.tape, this.#answers);
    if (answer) for (const page of this.#pages) givePageBack(page);
    return answer;
  }

  async #ask(
    fetches: readonly Fetch[],
    asking: readonly Fetch[],
    request: SubgraphRequest,
    aliases: readonly AskedAlias[],
  ): Promise<void> {
    const response = this.#context.client.send(request);
    this.asked.push({ fetches, request, response });
    let answer: SubgraphResponse;
    try {
      answer = await response;
    } catch {
      // The object engine, which gets the same promise, finds out why.
      this.#goesAsAsked = false;
      return;
    }
    if (!this.#goesAsAsked) return;
    if (answer.page) this.#pages.push(answer.page);
    this.#goesAsAsked = this.#read(answer, asking, aliases);
  }

  /** Takes an answer in. @returns whether it is what was asked. */
  #read(answer: SubgraphResponse, asking: readonly Fetch[], aliases: readonly AskedAlias[]): boolean {
    if (answer.status !== 200 || !isUtf8(answer.body)) return false;
    const body = bodyOf(answer.body);
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
      this.#strange = { body: answer.body, aliases, asking };
      return false;
    }
    for (const { index } of asking) this.#answers[index] = body.words;
    const { tape } = this.#scratch;
    const rootLink = this.#program.rootLinks[asking[0]?.index ?? 0] ?? -1;
    if (rootLink >= 0) tape[1 + rootLink] = record;
    else for (const { sink } of aliases) sink.link(tape);
    return true;
  }

  /** What each signature asks, for those that ask anything; undefined when something needed is not there. */
  #collect(fetches: readonly Fetch[]): ReadonlyMap<string, Sink> | undefined {
    const sinks = new Map<string, Sink>();
    for (const [signature, same] of Map.groupBy(fetches, (fetch) => fetch.signature)) {
      const joins = same[0]?.requires !== undefined;
      const sink = joins ? takeSink(this.#scratch) : noSink;
      if (joins && !this.#collectAlias(same, sink)) return undefined;
      if (!joins || sink.count > 0) sinks.set(signature, sink);
    }
    return sinks;
  }

  #collectAlias(fetches: readonly Fetch[], sink: Sink): boolean {
    for (;;) {
      try {
        return fetches.every(
          ({ index }) => (this.#program.joins[index]?.(this.#scratch.tape, 1, this.#answers, sink) ?? -1) >= 0,
        );
      } catch (error) {
        if (!(error instanceof NoRoom)) throw error;
        sink.grow(this.#scratch.tape);
      }
    }
  }

  #body({ text, openings }: ByteText, aliases: readonly AskedAlias[]): readonly Uint8Array[] {
    const variables = writeVariables(text, this.#form, this.#run.variables);
    if (aliases[0]?.name === undefined) {
      return [openings[0] ?? nothing, variables.length === 0 ? END : Buffer.from(`${variables.join()}}}`)];
    }
    const pieces: Uint8Array[] = [];
    for (const [index, { sink }] of aliases.entries()) {
      pieces.push(openings[index] ?? nothing, sink.bytes.subarray(0, sink.at));
    }
    const rest = variables.map((variable) => `,${variable}`).join('');
    pieces.push(rest === '' ? LIST_END : Buffer.from(`]${rest}}}`));
    return pieces;
  }
}

const nothing = new Uint8Array();
const END = Buffer.from('}}');
const LIST_END = Buffer.from(']}}');

/** A request's text, with what stands before the representations of each alias (or before the variables) as bytes. */
interface ByteText {
  readonly text: RequestText;
  readonly openings: readonly Uint8Array[];
}

function byteText(fetches: readonly Fetch[]): ByteText {
  const text = requestText(fetches);
  const openings = text.aliases.map(({ name, variable }, index) => {
    const opening = index === 0 ? text.start : '],';
    return Buffer.from(name === undefined ? opening : `${opening}"${variable}":[`);
  });
  return { text, openings };
}
