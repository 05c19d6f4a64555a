import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heap, memory, MEMORY_PAGES } from '../../execution/bytes/wasm/arena.ts';
import { Module, type Routine } from '../../execution/bytes/wasm/module.ts';
import { get, give, i32, label, block, narrow, set, i64 } from '../../execution/bytes/wasm/ops.ts';
import { addScanTools, scanString, type ScanTools } from '../../execution/bytes/wasm/scanTools.ts';
import { compareSlice, copySlice, hashSlice, wide } from '../../execution/bytes/wasm/slices.ts';
import { expectText, writeText } from '../../execution/bytes/wasm/text.ts';
import { webAssembly } from '../../execution/bytes/wasm/webAssembly.ts';
import { seed } from './differential.ts';

/** Where texts are put: nothing else uses it here. */
const HERE = 64 * 1024;
const THERE = 128 * 1024;
const NOTHING = -1;

type Made = (...given: number[]) => number;
const isMade = (value: unknown): value is Made => typeof value === 'function';

/** Makes one routine. */
function made(params: number, define: (routine: Routine, tools: ScanTools) => void): Made {
  const module = new Module(MEMORY_PAGES);
  const tools = addScanTools(module);
  const routine = module.routine(params);
  define(routine, tools);
  module.export('made', routine);
  const imports = { outside: { memory, any: () => NOTHING } };
  const { exports } = new webAssembly.Instance(new webAssembly.Module(module.bytes()), imports);
  const { made: result } = exports;
  if (!isMade(result)) throw new Error('no routine');
  return result;
}

/** Puts a text somewhere, with a zero behind it and then what must not be read. */
function put(text: string | Uint8Array, address = HERE): number {
  const bytes = Buffer.from(text);
  heap.fill(34, address, address + bytes.length + 64);
  heap.set(bytes, address);
  heap[address + bytes.length] = 0;
  return bytes.length;
}

/** The length of what is accepted; -1 for nothing. */
const accepted = (scan: (position: number) => number, text: string): number => {
  put(text);
  const end = scan(HERE);
  return end < 0 ? end : end - HERE;
};

/** What a pattern accepts at the begin, in bytes. */
const expectedBy = (pattern: RegExp, text: string): number => {
  const [found] = pattern.exec(text) ?? [];
  return found === undefined ? NOTHING : Buffer.byteLength(found);
};

const RUNS = { seed, numRuns: 5_000 };

describe('routines that scan', () => {
  it('accept JSON’s strings and nothing else, wherever the unusual byte stands', () => {
    const scan = made(1, (routine, tools) => routine.define(scanString(routine, 0, tools), 0));
    // eslint-disable-next-line no-control-regex
    const string = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/u;
    const part = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('a', ' ', '\u007f', 'é', '語', '🏃', ']', '}') },
      fc.constantFrom('"', '\\', '\\"', '\\\\', '\\n', '\\u00e9', '\\uD83', '\\ug000', '\\x', '\n', '\u0000', '\u001f'),
    );
    const text = fc.array(part, { maxLength: 70 }).map((parts) => `"${parts.join('')}`);
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((open) => `${open}"`),
        ),
        (given) => {
          expect(accepted(scan, given)).toBe(expectedBy(string, given));
        },
      ),
      RUNS,
    );
  });

  it('accept Ints of 32 bits, to the last one', () => {
    const scan = made(1, (routine, { int }) => routine.define(set(0, int.call(get(0))), 0));
    const digits = fc.oneof(
      fc.maxSafeInteger().map(String),
      fc.integer({ min: -2_147_483_700, max: 2_147_483_700 }).map(String),
      fc.constantFrom(
        '2147483647',
        '2147483648',
        '-2147483648',
        '-2147483649',
        '4294967295',
        '4294967296',
        '9999999999',
      ),
      fc.stringMatching(/^-?[0-9]{0,12}$/),
    );
    const behind = fc.constantFrom('', ',', '}', ' ', 'a', '/', ':', '\u00ff');
    fc.assert(
      fc.property(digits, behind, (number, next) => {
        const [found] = /^-?(?:0|[1-9][0-9]*)/.exec(number) ?? [];
        const fits = found !== undefined && Number(found) <= 2_147_483_647 && Number(found) >= -2_147_483_648;
        expect(accepted(scan, number + next)).toBe(fits ? found.length : NOTHING);
      }),
      RUNS,
    );
  });

  it('accept Floats, but for an exponent', () => {
    const scan = made(1, (routine, { float }) => routine.define(set(0, float.call(get(0))), 0));
    const number = fc.oneof(fc.double().map(String), fc.stringMatching(/^-?[0-9]{0,5}(?:\.[0-9]{0,12})?[e,}]?$/));
    fc.assert(
      fc.property(number, (given) => {
        const whole = expectedBy(/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?/, given);
        const isCut = whole >= 0 && given[whole] === '.';
        expect(accepted(scan, given)).toBe(isCut ? NOTHING : whole);
      }),
      RUNS,
    );
  });

  it('accept the text that must come next, of any length, and no other', () => {
    const letters = fc.stringMatching(/^[a-z":,{}]{1,40}$/);
    fc.assert(
      fc.property(letters, fc.nat(), fc.boolean(), (text, place, damages) => {
        const scan = made(1, (routine) => routine.define(expectText(text, 0), 0));
        const at = place % text.length;
        const given = damages ? `${text.slice(0, at)}~${text.slice(at + 1)}` : text;
        expect(accepted(scan, given)).toBe(damages ? NOTHING : text.length);
        expect(accepted(scan, text.slice(0, at))).toBe(NOTHING);
      }),
      { seed, numRuns: 300 },
    );
  });
});

describe('routines that write', () => {
  it('copy a slice exactly, and refuse what has no room', () => {
    const copy = made(4, (routine) => {
      const [start, end, limit, q] = [0, 1, 2, 3];
      routine.define(copySlice(routine, q, limit, get(start), get(end)), q);
    });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 700 }), fc.nat({ max: 40 }), (bytes, offset) => {
        heap.set(bytes, HERE + offset);
        const to = THERE + 3;
        const from = HERE + offset;
        expect(copy(from, from + bytes.length, to + bytes.length, to)).toBe(to + bytes.length);
        expect(Buffer.from(heap.subarray(to, to + bytes.length))).toEqual(Buffer.from(bytes));
        expect(copy(from, from + bytes.length, to + bytes.length - 1, to)).toBe(-2);
      }),
      { seed, numRuns: 2_000 },
    );
  });

  it('write text of any length', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z":,{}]{0,60}$/), (text) => {
        const write = made(2, (routine) => routine.define(writeText(text, 0, 1), 0));
        expect(write(THERE, THERE + 4096)).toBe(THERE + text.length);
        expect(Buffer.from(heap.subarray(THERE, THERE + text.length)).toString()).toBe(text);
      }),
      { seed, numRuns: 200 },
    );
  });

  it('tell slices apart by every byte, and give equal ones the same hash whatever stands around them', () => {
    const same = made(3, (routine) => {
      const [start, end, f] = [0, 1, 2];
      const differ = label();
      const range = { start, end };
      routine.define([block(differ, compareSlice(routine, f, range, differ), give(get(f))), set(f, i32(NOTHING))], f);
    });
    const hash = made(2, (routine) => {
      const [sum, result] = [wide(routine), routine.local()];
      const range = { start: 0, end: 1 };
      routine.define([set(sum, i64(7n)), hashSlice(routine, sum, range), set(result, narrow(get(sum)))], result);
    });
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.nat(),
        fc.nat({ max: 20 }),
        (bytes, place, offset) => {
          const { length } = bytes;
          heap.fill(offset, HERE, HERE + 128);
          heap.fill(offset + 1, THERE, THERE + 128);
          heap.set(bytes, HERE + offset);
          heap.set(bytes, THERE);
          const from = HERE + offset;
          expect(same(from, from + length, THERE)).toBe(THERE + length);
          expect(hash(from, from + length)).toBe(hash(THERE, THERE + length));
          const at = THERE + (place % length);
          heap[at] = (heap[at] ?? 0) ^ 1;
          expect(same(from, from + length, THERE)).toBe(NOTHING);
        },
      ),
      { seed, numRuns: 3_000 },
    );
  });
});
