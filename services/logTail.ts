import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { z } from 'zod';

const warning = 40;
const everyMs = 250;
/** More lines than this in one look are counted instead of shown. */
const mostLines = 20;

const lineSchema = z.object({
  level: z.number(),
  msg: z.string().default(''),
  requestId: z.string().optional(),
  err: z.object({ message: z.string().optional(), stack: z.string().optional() }).optional(),
});

/** Follows log files that processes write, and shows their warnings and errors. */
export class LogTail {
  readonly #show: (name: string, line: string) => void;
  readonly #files = new Map<string, { readonly file: string; offset: number; rest: string }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(show: (name: string, line: string) => void) {
    this.#show = show;
  }

  /** Shows what is written to a file from now on. */
  follow(name: string, file: string): void {
    this.#files.set(name, { file, offset: sizeOf(file), rest: '' });
    this.#timer ??= setInterval(() => this.#look(), everyMs).unref();
  }

  /** Shows what is still unread, and ends. */
  close(): void {
    clearInterval(this.#timer);
    this.#look();
    this.#files.clear();
  }

  #look(): void {
    for (const [name, followed] of this.#files) {
      const size = sizeOf(followed.file);
      // A log that grew too large was set aside and begun anew.
      if (size < followed.offset) followed.offset = 0;
      if (size === followed.offset) continue;
      const lines = (followed.rest + readRange(followed.file, followed.offset, size)).split('\n');
      followed.offset = size;
      followed.rest = lines.pop() ?? '';
      this.#showAll(
        name,
        lines.map(readable).filter((line) => line !== undefined),
      );
    }
  }

  #showAll(name: string, lines: readonly string[]): void {
    for (const line of lines.slice(0, mostLines)) this.#show(name, line);
    if (lines.length > mostLines) this.#show(name, `… and ${lines.length - mostLines} more lines`);
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function readRange(file: string, from: number, to: number): string {
  const buffer = Buffer.alloc(to - from);
  const descriptor = openSync(file, 'r');
  try {
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, from));
  } finally {
    closeSync(descriptor);
  }
}

/** One log line for a person: undefined below a warning. What is not JSON, such as a crash's trace, is shown as it is. */
export function readable(line: string): string | undefined {
  if (line.trim() === '') return undefined;
  const parsed = lineSchema.safeParse(parseJson(line)).data;
  if (parsed === undefined) return line;
  if (parsed.level < warning) return undefined;
  const kind = parsed.level >= 50 ? 'error' : 'warning';
  const cause = parsed.err?.stack ?? parsed.err?.message;
  const request = parsed.requestId === undefined ? '' : ` (request ${parsed.requestId})`;
  return `${kind}: ${parsed.msg}${request}${cause === undefined ? '' : `\n    ${cause}`}`;
}

/** The last lines of a log that tell why a process ended, without stack frames. */
export function gist(log: string, count = 8): string {
  const noise = /^\s*$|^\s+at |^\s*\^|^Node\.js v|^node:internal|^file:\/\//;
  const lines = log.split('\n').flatMap((line) => readable(line)?.split('\n') ?? []);
  const telling = lines.filter((line) => !noise.test(line)).slice(-count);
  return telling.map((line) => `  ${line}`).join('\n');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
