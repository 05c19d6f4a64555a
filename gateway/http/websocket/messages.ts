import type { RawData } from 'ws';
import { z } from 'zod';
import { graphqlParameters } from '../parameters.ts';

/** The subprotocol: graphql-transport-ws, as the package graphql-ws writes it down. */
export const PROTOCOL = 'graphql-transport-ws';

/** Why the gateway closes a socket. */
export const CloseCode = {
  goingAway: 1001,
  internalError: 1011,
  badRequest: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  subprotocolNotAcceptable: 4406,
  initialisationTimeout: 4408,
  subscriberExists: 4409,
  tooManyInitialisations: 4429,
} as const;

/** An ending of a socket. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
}

const payload = z.record(z.string(), z.unknown()).nullish();
const id = z.string().min(1);

const clientMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('connection_init'), payload }),
  z.object({ type: z.literal('ping'), payload }),
  z.object({ type: z.literal('pong'), payload }),
  z.object({ type: z.literal('subscribe'), id, payload: graphqlParameters }),
  z.object({ type: z.literal('complete'), id }),
]);

/** What a client sends. */
export type ClientMessage = z.infer<typeof clientMessage>;

/** Reads a message; undefined when it is not one. */
export function readMessage(data: RawData): ClientMessage | undefined {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data;
  try {
    return clientMessage.safeParse(JSON.parse(bytes.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** A `next` message around an answer that is JSON already. */
export const nextMessage = (operation: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`{"id":${JSON.stringify(operation)},"type":"next","payload":`), body, Buffer.from('}')]);
