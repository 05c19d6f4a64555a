import { bytesOf, END, get, I32, unsigned, type Op, type ValueType } from './ops.ts';

/** A function under construction. All take 32-bit integers and give one. */
export class Routine {
  readonly index: number;
  readonly params: number;
  readonly #locals: ValueType[] = [];
  #body: Op = [];

  constructor(index: number, params: number) {
    this.index = index;
    this.params = params;
  }

  /** A variable of its own. */
  local(type: ValueType = I32): number {
    this.#locals.push(type);
    return this.params + this.#locals.length - 1;
  }

  /** What it does, and the local with what it gives. */
  define(body: Op, result: number): void {
    this.#body = [body, get(result)];
  }

  call(...given: Op[]): Op {
    return [...given, 0x10, ...unsigned(this.index)];
  }

  bytes(): Uint8Array {
    const bytes = unsigned(this.#locals.length);
    for (const type of this.#locals) bytes.push(1, type);
    return sized(Uint8Array.from(bytesOf([bytes, this.#body, END])));
  }
}

/** More parameters than any routine has. */
const MAX_PARAMS = 8;
const HEADER = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** A module under construction: routines over a memory that it is given. */
export class Module {
  readonly #memoryPages: number;
  readonly #imports: string[] = [];
  readonly #importedParams: number[] = [];
  readonly #routines: Routine[] = [];
  readonly #exports: (readonly [string, Routine])[] = [];

  constructor(memoryPages: number) {
    this.#memoryPages = memoryPages;
  }

  /** A function from outside; all of them come before the first routine. */
  import(name: string, params: number): Routine {
    if (this.#routines.length > 0) throw new Error('an import behind routines');
    this.#imports.push(name);
    this.#importedParams.push(params);
    return new Routine(this.#imports.length - 1, params);
  }

  routine(params: number): Routine {
    const routine = new Routine(this.#imports.length + this.#routines.length, params);
    this.#routines.push(routine);
    return routine;
  }

  export(name: string, routine: Routine): void {
    this.#exports.push([name, routine]);
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const types = Array.from({ length: MAX_PARAMS + 1 }, (_, params) =>
      Uint8Array.of(0x60, params, ...new Array<number>(params).fill(I32), 1, I32),
    );
    const pages = unsigned(this.#memoryPages);
    const memory = Uint8Array.of(...text('outside'), ...text('memory'), 2, 1, ...pages, ...pages);
    const functions = this.#imports.map((name, index) =>
      Uint8Array.of(...text('outside'), ...text(name), 0, this.#importedParams[index] ?? 0),
    );
    return new Uint8Array(
      Buffer.concat([
        HEADER,
        section(1, types),
        section(2, [memory, ...functions]),
        section(
          3,
          this.#routines.map(({ params }) => Uint8Array.of(params)),
        ),
        section(
          7,
          this.#exports.map(([name, { index }]) => Uint8Array.of(...text(name), 0, ...unsigned(index))),
        ),
        section(
          10,
          this.#routines.map((routine) => routine.bytes()),
        ),
      ]),
    );
  }
}

const sized = (bytes: Uint8Array): Buffer => Buffer.concat([Uint8Array.from(unsigned(bytes.length)), bytes]);
const text = (value: string): Uint8Array => sized(Buffer.from(value));
const section = (id: number, items: readonly Uint8Array[]): Buffer =>
  Buffer.concat([Uint8Array.of(id), sized(Buffer.concat([Uint8Array.from(unsigned(items.length)), ...items]))]);
