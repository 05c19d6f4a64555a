import { DeliverPolicy, type Consumer, type JsMsg } from '@nats-io/jetstream';
import { ZodError } from 'zod';
import type { Service } from '#platform/lifecycle.ts';
import type { Broker } from './broker.ts';
import { envelopeSchema } from './envelope.ts';
import type { Handler } from './handlers.ts';
import { ensureStream, type Stream } from './streams.ts';

/** How many messages are fetched, and then handled at once. */
const BATCH = 500;
/** How long to wait for the rest of a batch. */
const BATCH_MS = 2000;
/** The broker forgets a reader that has been silent for so long: its process must have died. */
const FORGET_MS = 10_000;

/** Who reads which stream, and when to stop. */
export interface HistoryOptions {
  readonly service: Service;
  readonly broker: Broker;
  readonly stream: Stream;
  readonly handlers: readonly Handler[];
  /** Stops reading, between batches. */
  readonly signal: AbortSignal;
}

/**
 * Hands everything that a stream holds at the time of the call to the handlers, many messages at once and so in no
 * order, beside and independent of the service's durable consumer. For copies that must be made anew. What no handler
 * can read is passed over: the durable consumer makes a dead letter of it.
 *
 * @throws when a handler fails otherwise, or `signal` is aborted
 */
export async function readHistory(options: HistoryOptions): Promise<void> {
  const { broker, stream } = options;
  await ensureStream(broker.manager, stream);
  const { state } = await broker.manager.streams.info(stream.name);
  if (state.messages === 0) return;
  const reader = await openReader(broker, stream, 1);
  try {
    await readUntil(options, reader, state.last_seq);
  } finally {
    // A broker that is away forgets it by itself.
    await reader.delete().catch(() => false);
  }
}

/** A consumer of its own, which leaves nothing behind. */
const openReader = ({ streams }: Broker, stream: Stream, from: number): Promise<Consumer> =>
  streams.consumers.get(stream.name, {
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: from,
    inactive_threshold: FORGET_MS,
  });

async function readUntil(options: HistoryOptions, reader: Consumer, end: number): Promise<void> {
  const { service, broker, stream, handlers, signal } = options;
  for (let reached = 0; reached < end;) {
    signal.throwIfAborted();
    const batch: JsMsg[] = [];
    for await (const message of await reader.fetch({ max_messages: BATCH, expires: BATCH_MS })) {
      batch.push(message);
      if (message.seq >= end || message.info.pending === 0) break;
    }
    await Promise.all(batch.map((message) => handle(service, handlers, message)));
    const last = batch.at(-1);
    if (last) reached = last.info.pending === 0 ? end : last.seq;
    else if (await endsAt(broker, stream, reached)) return;
    else throw new Error(`${stream.name} stopped answering at ${reached}`);
  }
}

/** Whether nothing follows a sequence: what followed was deleted meanwhile. */
async function endsAt(broker: Broker, stream: Stream, sequence: number): Promise<boolean> {
  const reader = await openReader(broker, stream, sequence + 1);
  const { num_pending: following } = await reader.info(true);
  await reader.delete();
  return following === 0;
}

async function handle(service: Service, handlers: readonly Handler[], message: JsMsg): Promise<void> {
  try {
    const envelope = envelopeSchema.parse(message.json());
    const handler = handlers.find(({ definition }) => definition.type === envelope.type);
    await handler?.handle(envelope, message.seq);
  } catch (error) {
    if (!(error instanceof ZodError) && !(error instanceof SyntaxError)) throw error;
    service.log.warn({ err: error, subject: message.subject }, 'passed over a message of the past that cannot be read');
  }
}
