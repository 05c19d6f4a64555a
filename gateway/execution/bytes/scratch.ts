import type { Program } from './program.ts';
import { Sink } from './sink.ts';

/** What a run writes on; it belongs to no other until it is given back. */
export interface Scratch {
  tape: Int32Array;
  readonly sinks: Sink[];
}

const MAX_TAPES = 64;
const MAX_SINKS = 512;
/** Larger ones are not kept. */
const MAX_TAPE = 1024 * 1024;
const MAX_SINK_BYTES = 256 * 1024;

const tapes: Int32Array[] = [];
const sinks: Sink[] = [];

/** A tape with an empty root record at 1. The first element says where the tape ends. */
export function takeTape({ rootSize }: Program): Int32Array {
  const tape = tapes.pop() ?? new Int32Array(16 * 1024);
  tape.fill(0, 0, rootSize + 1);
  tape[0] = rootSize + 1;
  return tape;
}

export function takeSink(scratch: Scratch): Sink {
  const sink = sinks.pop() ?? new Sink();
  sink.reset();
  scratch.sinks.push(sink);
  return sink;
}

/** Whoever gives back must have nothing under way that still reads. */
export function giveBack(scratch: Scratch): void {
  if (tapes.length < MAX_TAPES && scratch.tape.length <= MAX_TAPE) tapes.push(scratch.tape);
  for (const sink of scratch.sinks)
    if (sinks.length < MAX_SINKS && sink.bytes.length <= MAX_SINK_BYTES) sinks.push(sink);
  scratch.sinks.length = 0;
}
