import { DeliverPolicy, type JsMsg } from '@nats-io/jetstream';
import { ZodError } from 'zod';
import type { Service } from '#platform/lifecycle.ts';
import type { Broker } from './broker.ts';
import type { Handler } from './consumer.ts';
import { envelopeSchema } from './envelope.ts';
import { ensureStream, type Stream } from './streams.ts';

/** How many messages are fetched, and then handled at once. */
const BATCH = 500;
/** How long to wait for the rest of a batch. */
const BATCH_MS = 2000;

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
export async function readHistory({ service, broker, stream, handlers, signal }: HistoryOptions): Promise<void> {
  await ensureStream(broker.manager, stream);
  const { state } = await broker.manager.streams.info(stream.name);
  if (state.messages === 0) return;
  const consumer = await broker.streams.consumers.get(stream.name, { deliver_policy: DeliverPolicy.All });
  for (let reached = 0; reached < state.last_seq;) {
    signal.throwIfAborted();
    const batch: JsMsg[] = [];
    for await (const message of await consumer.fetch({ max_messages: BATCH, expires: BATCH_MS })) {
      batch.push(message);
      if (message.seq >= state.last_seq || message.info.pending === 0) break;
    }
    await Promise.all(batch.map((message) => handle(service, handlers, message)));
    const last = batch.at(-1);
    if (last) reached = last.info.pending === 0 ? state.last_seq : last.seq;
    else if (await endsAt(broker, stream, reached)) return;
    else throw new Error(`${stream.name} stopped answering at ${reached}`);
  }
}

/** Whether nothing follows a sequence: what followed was deleted meanwhile. */
async function endsAt({ streams }: Broker, stream: Stream, sequence: number): Promise<boolean> {
  const after = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: sequence + 1 };
  const consumer = await streams.consumers.get(stream.name, after);
  return (await consumer.info(true)).num_pending === 0;
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
