import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientInfo } from '#platform/client.ts';
import { problem } from '#platform/server/problem.ts';
import type { RequestError } from '../errors.ts';
import type { TraceHeaders } from '../tracing.ts';

/** An HTTP request under way. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly requestId: string;
  readonly client: ClientInfo;
  /** Aborted when the client goes before the answer is complete. */
  readonly signal: AbortSignal;
  /** The client's trace context, if it sent one. */
  readonly trace?: TraceHeaders | undefined;
}

/** Answers a request; what it throws is answered by the server. */
export type Handler = (exchange: Exchange) => Promise<void> | void;

/** Sends a whole body. */
export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: Buffer | string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length, ...headers });
  response.end(bytes);
}

/** Sends a value as JSON. */
export const sendJson = (response: ServerResponse, status: number, value: unknown): void =>
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value));

/** Sends what was wrong with a request: as GraphQL has it, or elsewhere as the services behind the other routes say it. */
export function sendError(
  response: ServerResponse,
  { status, errors, message }: RequestError,
  isGraphQL: boolean,
): void {
  const code = String(errors[0]?.extensions?.['code']);
  sendJson(response, status, isGraphQL ? { errors } : problem(code, message));
}
