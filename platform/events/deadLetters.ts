import { DeliverPolicy, type JsMsg } from '@nats-io/jetstream';
import { z } from 'zod';
import type { Broker } from './broker.ts';
import { DEAD_LETTERS, ensureStream, REPLAYS } from './streams.ts';

/** What is kept of a message that no try could handle. */
export const deadLetterSchema = z.object({
  service: z.string(),
  stream: z.string(),
  streamSequence: z.int().positive(),
  subject: z.string(),
  tries: z.int().positive(),
  error: z.string(),
  failedAt: z.iso.datetime(),
  /** The message as it came. */
  body: z.string(),
});
/** What is kept of a message that no try could handle. */
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/** Keeps a message that was given up; the same message given up again is kept once. */
export async function sendDeadLetter(
  broker: Broker,
  failure: { service: string; stream: string; message: JsMsg; error: unknown },
): Promise<void> {
  const { service, stream, message, error } = failure;
  await ensureStream(broker.manager, DEAD_LETTERS);
  const letter: DeadLetter = {
    service,
    stream,
    streamSequence: message.seq,
    subject: message.subject,
    tries: message.info.deliveryCount,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    failedAt: new Date().toISOString(),
    body: message.string(),
  };
  await broker.streams.publish(`dead-letters.${service}.${stream}`, JSON.stringify(letter), {
    msgID: `${service}:${stream}:${message.seq}:${message.info.deliveryCount}`,
  });
}

/** The dead letters, oldest first, each with its sequence in their stream. */
export async function listDeadLetters(broker: Broker): Promise<{ sequence: number; letter: DeadLetter }[]> {
  await ensureStream(broker.manager, DEAD_LETTERS);
  const { state } = await broker.manager.streams.info(DEAD_LETTERS.name);
  if (state.messages === 0) return [];
  const letters: { sequence: number; letter: DeadLetter }[] = [];
  const consumer = await broker.streams.consumers.get(DEAD_LETTERS.name, { deliver_policy: DeliverPolicy.All });
  const messages = await consumer.consume({ max_messages: 100 });
  for await (const message of messages) {
    letters.push({ sequence: message.seq, letter: deadLetterSchema.parse(message.json()) });
    if (message.info.pending === 0) break;
  }
  return letters;
}

/**
 * Gives a dead letter to its service again, and to that service alone; the letter is deleted. Fails again: a new dead
 * letter. @throws when there is no such letter.
 */
export async function replayDeadLetter(broker: Broker, sequence: number): Promise<DeadLetter> {
  const stored = await broker.manager.streams.getMessage(DEAD_LETTERS.name, { seq: sequence });
  if (!stored) throw new Error(`there is no dead letter ${sequence}`);
  const letter = deadLetterSchema.parse(stored.json());
  await ensureStream(broker.manager, REPLAYS);
  await broker.streams.publish(replaySubject(letter.service, letter.stream), letter.body, {
    msgID: `replay:${sequence}`,
  });
  await broker.manager.streams.deleteMessage(DEAD_LETTERS.name, sequence);
  return letter;
}

/** Where a service listens for messages of a stream that are given to it again. */
export const replaySubject = (service: string, stream: string): string => `replays.${service}.${stream}`;
