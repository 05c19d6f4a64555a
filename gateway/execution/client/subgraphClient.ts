import type { Ending } from '../../ending.ts';

/** One request to a subgraph, as bytes. */
export interface SubgraphRequest {
  readonly subgraph: string;
  /** Queries may be asked again when a kept connection turns out to be closed; mutations never are. */
  readonly repeatable: boolean;
  /** Text, or bytes in pieces that are put together when they are sent. */
  readonly body: string | readonly Uint8Array[];
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: Ending;
  /** When the whole request is over, in milliseconds of performance.now(); the subgraph is told how much is left. */
  readonly deadline?: number | undefined;
  /** Which of the subgraph's addresses is asked; without it the one named like the subgraph. */
  readonly endpoint?: string;
  /** How long this request may take, in place of what is usual. */
  readonly timeoutMs?: number;
}

/** A subgraph's whole answer. The body is the receiver's own. */
export interface SubgraphResponse {
  readonly status: number;
  readonly body: Buffer;
  /** What its `Cache-Control` says. */
  readonly cacheControl?: string | undefined;
  /** The memory it lies on, for `givePageBack` (`pages.ts`) when nothing of the body is needed any more. */
  readonly page?: Buffer;
}

/** Sends requests to subgraphs and gives back what they answer, unread. */
export interface SubgraphClient {
  /** @throws SubrequestError when there is no whole answer. */
  send(request: SubgraphRequest): Promise<SubgraphResponse>;
  /** Closes the connections, after what is under way. */
  close(): Promise<void>;
}
