import type { Account } from './embedded/command.ts';
import type { StopSignal } from './records.ts';

/** How one process is run. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Environment of the nth start (from 1). */
  environment(start: number): Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly account?: Account;
  readonly stopSignal: StopSignal;
  /** How long it may take to stop before it is killed, in milliseconds. What is killed loses nothing it acknowledged. */
  readonly graceMs: number;
  /** What it is sent when that time is over and it can still end in good order at once; killed a second later. */
  readonly lateSignal?: NodeJS.Signals;
  /** How often it may end while it starts before that is a failure: another process may be in its way for a moment. */
  readonly attempts: number;
  /** How long it may take until the probe succeeds, in milliseconds. */
  readonly startMs: number;
  /** Resolves when the process does its work; throws while it does not. */
  probe(): Promise<void>;
}

export type ProcessEvent =
  | { readonly type: 'ready'; readonly name: string; readonly pid: number; readonly afterMs: number }
  | { readonly type: 'crashed'; readonly name: string; readonly how: string; readonly restartInMs: number }
  | { readonly type: 'stopped'; readonly name: string };

/** How long to wait before a process that ended is started again: doubled each time, up to the longest. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface ProcessSurroundings {
  readonly runDir: string;
  readonly logDir: string;
  readonly backOff?: BackOff;
  onEvent(event: ProcessEvent): void;
}
