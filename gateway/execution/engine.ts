import type { Call, Answer, SubgraphEvent } from './executor.ts';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from './client/subgraphClient.ts';
import type { Fetch } from './plan/form.ts';
import type { SchemaFacts } from './plan/schemaFacts.ts';
import type { Logger } from '#platform/telemetry/log.ts';

/** What every run of every form shares. */
export interface EngineContext {
  readonly facts: SchemaFacts;
  readonly client: SubgraphClient;
  readonly log: Pick<Logger, 'debug' | 'warn'>;
  /** Told when the byte engine hands a run over to the object engine. */
  readonly onHandover?: (() => void) | undefined;
}

/** One execution of a form. */
export interface Run {
  /** The operation's variables, coerced and with their defaults; those not given are absent. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly call: Call;
  /** The JSON of introspection fields by response key. */
  readonly introspection: ReadonlyMap<string, string>;
  /** Answers the first fetch in place of the subgraph. */
  readonly event?: SubgraphEvent;
}

/** Runs one form. Never rejects because of a subgraph. */
export interface Engine {
  run(run: Run): Promise<Answer>;
}

/** A request that another engine has made already, and what became of it. */
export interface Asked {
  /** What was to be asked when it was made. */
  readonly fetches: readonly Fetch[];
  readonly request: SubgraphRequest;
  readonly response: Promise<SubgraphResponse>;
}

/** An engine that can also take over a run. */
export interface ResumableEngine extends Engine {
  /** Goes on from what was asked already, in the order of asking. */
  resume(run: Run, asked: readonly Asked[]): Promise<Answer>;
}
