import type { RawData } from 'ws';
import { z } from 'zod';

const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('connection_ack') }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('next'), payload: z.unknown() }),
  z.object({ type: z.literal('error'), payload: z.unknown() }),
  z.object({ type: z.literal('complete') }),
]);

/** What a subgraph may send over graphql-transport-ws. */
type UpstreamMessage = z.infer<typeof messageSchema>;

/** Reads a subgraph's message; undefined for what is not one of graphql-transport-ws. */
export function parseMessage(data: Buffer): UpstreamMessage | undefined {
  try {
    return messageSchema.safeParse(JSON.parse(data.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** A message in one piece, however the socket handed it over. */
export const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data;
