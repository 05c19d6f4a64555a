import type { ProcessSpec } from '../processSpec.ts';
import type { CommandOptions, CommandResult } from './command.ts';

export const serviceNames = ['postgres', 'mongo', 'redis', 'nats'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What every embedded service gets to know about the machine and the run it is part of. */
export interface Surroundings {
  /** The checkout. */
  readonly root: string;
  /** Holds what was obtained once and serves every checkout. */
  readonly cacheDir: string;
  /** Holds what another account obtained for everybody; only read. */
  readonly sharedCacheDir?: string | undefined;
  /** Holds the data of this run, with `logs` and `run` (pid records) inside. */
  readonly dataDir: string;
  /** Variables that programs are started with; PATH is searched for programs. */
  readonly environment: Readonly<Record<string, string>>;
  /** False for a data folder that is thrown away: then nothing waits for the disk. */
  readonly durable: boolean;
  /** Tells a person what takes time. */
  say(line: string): void;
  /** Runs a program to its end, or until the whole start is given up. Throws nothing. */
  run(command: string, args: readonly string[], options?: CommandOptions): Promise<CommandResult>;
}

const tellEveryMs = 15_000;

/** Says what is being done, and now and then that it is still being done. */
export async function tellMeanwhile<T>(around: Surroundings, what: string, act: () => Promise<T>): Promise<T> {
  const began = performance.now();
  around.say(what);
  const still = () => around.say(`still ${what}, ${Math.round((performance.now() - began) / 1000)} s`);
  const telling = setInterval(still, tellEveryMs);
  try {
    return await act();
  } finally {
    clearInterval(telling);
  }
}

/** A service that is ready to be started: which program serves it, where it will listen, and how to know that it is up. */
export interface PlannedService {
  readonly name: ServiceName;
  /** Where clients find it: `scheme://[user:password@]host:port/`. */
  readonly url: string;
  /** Where processes on this machine find it for less, over a socket in the file system; absent where it has none. */
  readonly nearUrl?: string | undefined;
  /** Which program was taken and from where, for the log: "PostgreSQL 18.4, from npm". */
  readonly origin: string;
  /** Absent when the service runs elsewhere and was named by its URL. */
  readonly process?: ProcessSpec;
  /** Must be up before this one starts. */
  readonly after?: ServiceName;
  /** Runs before it starts, when what it stands on is up. */
  prepare?(): Promise<void>;
  /** Runs once the service answers, before anything uses it. */
  settle?(): Promise<void>;
}
