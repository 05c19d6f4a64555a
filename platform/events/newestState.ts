import { jetstreamManager } from '@nats-io/jetstream';
import type { z } from 'zod';
import type { Broker } from './broker.ts';
import { envelopeSchema, type Definition } from './envelope.ts';
import { ensureStream, type Stream } from './streams.ts';

/** How long the broker may take to say: somebody waits for it. */
const ANSWER_WITHIN_MS = 2000;

/** Reads the state that a stream holds at a subject now; undefined where it holds none. @throws when the broker does not say. */
export type NewestState<Data> = (subject: string) => Promise<Data | undefined>;

/**
 * Makes a reader of the states in a stream that keeps one message a subject: for who must decide by what has been said, not by
 * what has been heard of it so far.
 */
export async function openNewestState<Schema extends z.ZodType>(
  broker: Broker,
  stream: Stream,
  { data }: Definition & { readonly data: Schema },
): Promise<NewestState<z.infer<Schema>>> {
  await ensureStream(broker.manager, stream);
  const manager = await jetstreamManager(broker.connection, { checkAPI: false, timeout: ANSWER_WITHIN_MS });
  return async (subject) => {
    const message = await manager.streams.getMessage(stream.name, { last_by_subj: subject });
    return message ? data.parse(envelopeSchema.parse(message.json()).data) : undefined;
  };
}
