import type { SubgraphAnswer } from '../../../execution/subgraphs/transport.ts';

/** One GraphQL request to a subgraph. */
interface Subrequest {
  readonly subgraph: string;
  /** Queries may be asked again when a kept connection turns out to be closed; mutations never are. */
  readonly repeatable: boolean;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Sends requests to subgraphs. */
export interface SubgraphTransport {
  /** @throws SubrequestError when there is no answer, or none that is GraphQL. */
  send(subrequest: Subrequest): Promise<SubgraphAnswer>;
  close(): Promise<void>;
}
