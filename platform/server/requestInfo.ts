import type { Viewer } from '#platform/viewer.ts';

/** Who a GraphQL request is for, and which request it belongs to. */
export interface RequestInfo {
  readonly viewer: Viewer;
  readonly requestId: string;
  /** The network address the client came from; told with mutations. */
  readonly clientAddress?: string | undefined;
  /** Aborted when nobody waits for the answer any more: the gateway's deadline is over, or it has hung up. */
  readonly signal?: AbortSignal;
}
