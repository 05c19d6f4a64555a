import type { ClientInfo } from '#platform/client.ts';
import type { Viewer } from '#platform/viewer.ts';

/** Who a GraphQL request is for, and which request it belongs to. */
export interface RequestInfo {
  readonly viewer: Viewer;
  readonly requestId: string;
  /** What the gateway tells with mutations. */
  readonly client: ClientInfo;
  /** Aborted when nobody waits for the answer any more: the gateway's deadline is over, or it has hung up. */
  readonly signal?: AbortSignal;
}
