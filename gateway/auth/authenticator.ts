import type { ClientInfo } from '#platform/client.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { RequestError } from '../errors.ts';
import type { Access } from './access.ts';

/** What a subgraph is told about the caller: as headers of a request, and as the payload that opens a WebSocket. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly connection: Readonly<Record<string, string>>;
}

/** Who sent a request, and what they may read. */
export interface Caller {
  readonly viewer: Viewer;
  readonly access: Access;
  /** When the caller's token ends, in milliseconds since 1970; undefined when it does not. */
  readonly expiresAt: number | undefined;
  /** Calls back when the caller's session, or API key, is ended before that, with what they are refused with from then on. @returns what stops it. */
  onEnded?(callback: (why: RequestError) => void): () => void;
  /** Fresh credentials for subgraphs; ask again for each request and event, they live for seconds. */
  credentials(): Promise<Credentials>;
}

/** Finds out who calls. */
export interface Authenticator {
  /**
   * @param authorization what the `Authorization` header says, or `authorization` of a `connection_init` payload.
   * @param client what users is told of who comes with a token of an outside issuer.
   * @throws RequestError `UNAUTHENTICATED` (401) for a token that does not hold, `AUTHENTICATION_UNAVAILABLE` (503) when
   *   the issuer's keys cannot be had.
   */
  authenticate(authorization: string | undefined, client?: ClientInfo): Promise<Caller>;
}
