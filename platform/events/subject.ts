import { DeliverPolicy, JetStreamApiError, type JsMsg } from '@nats-io/jetstream';
import type { Broker } from './broker.ts';

/** How many messages are fetched at a time, and how long the rest of them is waited for. */
const BATCH = 500;
const BATCH_MS = 2000;
/** The broker forgets a reader that has been silent for so long: its process must have died. */
const FORGET_MS = 10_000;
/** So many are erased at once; the broker does it one by one. */
const ERASED_AT_ONCE = 8;
/** The server's codes for "the subject's last sequence is another", with and without telling which. */
const WRONG_LAST_SEQUENCE: readonly number[] = [10071, 10164];

/** The subjects that match, with wildcards, and of which a stream keeps anything. */
export async function subjectsOf({ manager }: Broker, stream: string, pattern: string): Promise<string[]> {
  const { state } = await manager.streams.info(stream, { subjects_filter: pattern });
  return Object.keys(state.subjects ?? {});
}

/**
 * All that a stream keeps of a subject, in order; of all subjects that match, when it has wildcards.
 *
 * @param headersOnly without the bodies
 * @throws when the broker stops answering.
 */
export async function* messagesOf(
  broker: Broker,
  stream: string,
  subject: string,
  headersOnly = false,
): AsyncGenerator<JsMsg> {
  if ((await subjectsOf(broker, stream, subject)).length === 0) return;
  for await (const batch of batchesOf(broker, stream, { subject, headersOnly })) yield* batch;
}

/**
 * All that a stream keeps, in order, many messages at a time, read by a consumer that leaves nothing behind; what comes
 * meanwhile may be among it.
 *
 * @param only of one subject, which may have wildcards; whether without the bodies
 * @throws when the broker stops answering.
 */
export async function* batchesOf(
  broker: Broker,
  stream: string,
  { subject = '>', headersOnly = false }: { readonly subject?: string; readonly headersOnly?: boolean } = {},
): AsyncGenerator<readonly JsMsg[]> {
  const reader = await broker.streams.consumers.get(stream, {
    deliver_policy: DeliverPolicy.All,
    filter_subjects: [subject],
    headers_only: headersOnly,
    inactive_threshold: FORGET_MS,
  });
  try {
    for (let isEnd = false; !isEnd;) {
      const batch: JsMsg[] = [];
      for await (const message of await reader.fetch({ max_messages: BATCH, expires: BATCH_MS })) {
        batch.push(message);
        isEnd = message.info.pending === 0;
        if (isEnd) break;
      }
      if (batch.length > 0) yield batch;
      // Nothing comes of what was erased meanwhile.
      else if ((await reader.info()).num_pending === 0) return;
      else throw new Error(`${stream} stopped answering`);
    }
  } finally {
    // A broker that is away forgets it by itself.
    await reader.delete().catch(() => false);
  }
}

/**
 * Erases all that a stream keeps of a subject, or of all that match: message by message, since what is purged is only struck
 * out, and stays on the broker's disk. For each the broker writes a block of its file anew (up to 8 MB): what comes in thousands
 * of messages is sealed instead (appendLog.ts). The newest goes first, so that nobody takes what is left for the whole. May be broken
 * off, and done again.
 *
 * @param isMeant which of them, by their headers
 */
export async function eraseSubject(
  broker: Broker,
  stream: string,
  subject: string,
  isMeant: (message: JsMsg) => boolean = () => true,
): Promise<void> {
  const sequences: number[] = [];
  for await (const message of messagesOf(broker, stream, subject, true))
    if (isMeant(message)) sequences.push(message.seq);
  const erase = (sequence: number): Promise<void> => eraseMessage(broker, stream, sequence);
  const newest = sequences.pop();
  if (newest !== undefined) await erase(newest);
  while (sequences.length > 0) await Promise.all(sequences.splice(-ERASED_AT_ONCE).map(erase));
}

/** Overwrites a message on the broker's disk; somebody else may have done so. @throws when it is still there. */
export async function eraseMessage({ manager }: Broker, stream: string, sequence: number): Promise<void> {
  try {
    await manager.streams.deleteMessage(stream, sequence);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || (await manager.streams.getMessage(stream, { seq: sequence })))
      throw error;
  }
}

/** Whether the broker refused a message because another has come first. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof JetStreamApiError && WRONG_LAST_SEQUENCE.includes(error.apiError().err_code);
