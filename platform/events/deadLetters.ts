import { headers, type MsgHdrs } from '@nats-io/transport-node';
import type { JsMsg } from '@nats-io/jetstream';
import { z } from 'zod';
import type { Broker } from './broker.ts';
import { DEAD_LETTERS, ensureStream, REPLAYS } from './streams.ts';

/** What is kept of a message that no try could handle. */
export const deadLetterSchema = z.object({
  /** Who could not handle it. */
  service: z.string(),
  /** Where the message stands: its stream, its place there, its subject. */
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

/** A dead letter and its sequence in their stream, by which it is replayed. */
export interface StoredDeadLetter {
  readonly sequence: number;
  readonly letter: DeadLetter;
}

/** Where a message stands in the stream it was published to. */
export interface Origin {
  readonly streamSequence: number;
  readonly subject: string;
}

const SEQUENCE_HEADER = 'Laurel-Origin-Sequence';
const SUBJECT_HEADER = 'Laurel-Origin-Subject';

/** Where a message was published first: a replayed one says so in its headers. */
export function originOf(message: JsMsg): Origin {
  const sequence = Number(message.headers?.get(SEQUENCE_HEADER));
  const subject = message.headers?.get(SUBJECT_HEADER);
  return sequence > 0 && subject
    ? { streamSequence: sequence, subject }
    : { streamSequence: message.seq, subject: message.subject };
}

function headersOf(letter: DeadLetter): MsgHdrs {
  const origin = headers();
  origin.set(SEQUENCE_HEADER, String(letter.streamSequence));
  origin.set(SUBJECT_HEADER, letter.subject);
  return origin;
}

/**
 * Keeps a message that was given up. `stream` is the one it was published to first. A state that was replaced or purged
 * meanwhile, as that of somebody who left, is not kept. @returns whether it was.
 */
export async function sendDeadLetter(
  broker: Broker,
  failure: { service: string; stream: string; message: JsMsg; error: unknown },
): Promise<boolean> {
  const { service, stream, message, error } = failure;
  const { subject, streamSequence } = originOf(message);
  const isState = !subject.startsWith('events.');
  if (isState && !(await broker.manager.streams.getMessage(stream, { seq: streamSequence }))) return false;
  await ensureStream(broker.manager, DEAD_LETTERS);
  const letter: DeadLetter = {
    service,
    stream,
    streamSequence,
    subject,
    tries: message.info.deliveryCount,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    failedAt: new Date().toISOString(),
    body: message.string(),
  };
  // The stream it came by belongs to the id: a replay may have the sequence of another message.
  await broker.streams.publish(`dead-letters.${service}.${stream}`, JSON.stringify(letter), {
    msgID: `${service}:${message.info.stream}:${message.seq}`,
  });
  return true;
}

/** The dead letters, oldest first. */
export async function listDeadLetters(broker: Broker): Promise<StoredDeadLetter[]> {
  await ensureStream(broker.manager, DEAD_LETTERS);
  const letters: StoredDeadLetter[] = [];
  const firstFrom = { seq: 1, next_by_subj: '>' };
  for (;;) {
    const stored = await broker.manager.streams.getMessage(DEAD_LETTERS.name, firstFrom);
    if (!stored) return letters;
    letters.push({ sequence: stored.seq, letter: deadLetterSchema.parse(stored.json()) });
    firstFrom.seq = stored.seq + 1;
  }
}

/**
 * Gives a dead letter to its service again, and to that service alone; the letter is deleted. Fails again: a new dead
 * letter. @throws when there is no such letter.
 */
export async function replayDeadLetter(broker: Broker, sequence: number): Promise<DeadLetter> {
  await ensureStream(broker.manager, DEAD_LETTERS);
  const stored = await broker.manager.streams.getMessage(DEAD_LETTERS.name, { seq: sequence });
  if (!stored) throw new Error(`there is no dead letter ${sequence}`);
  const letter = deadLetterSchema.parse(stored.json());
  await ensureStream(broker.manager, REPLAYS);
  await broker.streams.publish(replaySubject(letter.service, letter.stream), letter.body, {
    headers: headersOf(letter),
    msgID: `replay:${sequence}`,
  });
  await broker.manager.streams.deleteMessage(DEAD_LETTERS.name, sequence);
  return letter;
}

/** Where a service listens for messages of a stream that are given to it again. */
export const replaySubject = (service: string, stream: string): string => `replays.${service}.${stream}`;

/**
 * Deletes what is kept here of a person's states (profiles and the like), also on its way back; events stay, which hold
 * nothing personal and may still have to be heard.
 */
export async function forgetDeadLetters(broker: Broker, personId: string): Promise<void> {
  for (const { sequence, letter } of await listDeadLetters(broker)) {
    if (letter.subject.startsWith('events.') || !letter.body.includes(personId)) continue;
    await broker.manager.streams.deleteMessage(DEAD_LETTERS.name, sequence);
  }
}
