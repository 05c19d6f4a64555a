import { FetchSets } from '../fetchSets.ts';
import type { Fetch, Form } from '../plan/form.ts';
import { requestText, writeVariables, type RequestText } from '../plan/requestText.ts';
import type { AskedAlias } from './envelope.ts';
import { COMPACT } from './habit.ts';
import type { Compiled, Program } from './program.ts';
import { SinkRoom, type Sink } from './sink.ts';

/** What is always the same in the request for a set of fetches. */
export interface Prepared {
  readonly fetches: readonly Fetch[];
  readonly text: RequestText;
  readonly parts: readonly Part[];
}

/** One alias of a request, with all but its representations. */
export interface Part extends Omit<AskedAlias, 'sink'> {
  /** The text before its representations; where there are none, before the variables. */
  readonly start: Uint8Array;
  /** What collects the representations of the fetches that share it; nothing for root fields. */
  readonly joins: readonly Compiled[];
  /** As much as its sinks need. */
  readonly room: SinkRoom;
  readonly fetches: readonly Fetch[];
}

/** The requests of a program, each made ready once while it is known. */
export class Requests {
  readonly #program: Program;
  readonly #prepared: FetchSets<Prepared>;
  readonly #make = (fetches: readonly Fetch[]): Prepared => this.#prepare(fetches);

  constructor(program: Program) {
    this.#program = program;
    this.#prepared = new FetchSets(program.scans.length);
  }

  /** The request in which these fetches travel: entity fetches of one subgraph, or one root fetch. */
  for(fetches: readonly Fetch[]): Prepared {
    return this.#prepared.get(keyOf(fetches), fetches, this.#make);
  }

  #prepare(fetches: readonly Fetch[]): Prepared {
    const text = requestText(fetches);
    const parts = text.aliases.map(({ name, variable, fetches: same }, index): Part => {
      const [fetch] = same;
      const scan = fetch && this.#program.scans[fetch.index];
      if (!scan) throw new Error('an alias that nobody asked');
      const style = this.#program.nodes[fetch.index]?.style ?? COMPACT;
      const before = index === 0 ? text.start : '],';
      return {
        name,
        fetch,
        fetches: same,
        scan,
        style,
        opening: Buffer.from(`"${name ?? ''}"${style.colon}[`),
        start: Buffer.from(name === undefined ? before : `${before}"${variable}":[`),
        room: new SinkRoom(),
        joins: same.flatMap((one) => this.#program.joins[one.index] ?? []),
      };
    });
    return { fetches, text, parts };
  }
}

function keyOf(fetches: readonly Fetch[]): string {
  let key = '';
  for (const { index } of fetches) key += `${index},`;
  return key;
}

/** The body of a request, in pieces; `sinks` by part. Representations are not copied. */
export function writeBody(
  { text, parts }: Prepared,
  sinks: readonly (Sink | undefined)[],
  form: Form,
  given: Readonly<Record<string, unknown>>,
): readonly Uint8Array[] {
  const variables = text.variables.length === 0 ? '' : writeVariables(text, form, given).join();
  const pieces: Uint8Array[] = [];
  for (const [index, { name, start }] of parts.entries()) {
    pieces.push(start);
    const sink = sinks[index];
    if (name !== undefined && sink) pieces.push(sink.written());
  }
  const isList = parts[0]?.name !== undefined;
  if (variables === '') pieces.push(isList ? LIST_END : END);
  else pieces.push(Buffer.from(`${isList ? '],' : ''}${variables}}}`));
  return pieces;
}

const END = Buffer.from('}}');
const LIST_END = Buffer.from(']}}');
