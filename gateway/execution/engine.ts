import type { Call, Answer, SubgraphEvent } from './executor.ts';
import type { SubgraphClient } from './client/subgraphClient.ts';
import type { SchemaFacts } from './plan/schemaFacts.ts';
import type { Logger } from '#platform/telemetry/log.ts';

/** What every run of every form shares. */
export interface EngineContext {
  readonly facts: SchemaFacts;
  readonly client: SubgraphClient;
  readonly log: Pick<Logger, 'warn'>;
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
