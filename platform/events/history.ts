import type { JsMsg } from '@nats-io/jetstream';
import { ZodError } from 'zod';
import type { Service } from '#platform/lifecycle.ts';
import type { Broker } from './broker.ts';
import { envelopeSchema } from './envelope.ts';
import type { Handler } from './handlers.ts';
import { ensureStream, type Stream } from './streams.ts';
import { batchesOf } from './subject.ts';

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
  const { service, broker, stream, handlers, signal } = options;
  await ensureStream(broker.manager, stream);
  const { state } = await broker.manager.streams.info(stream.name);
  if (state.messages === 0) return;
  for await (const batch of batchesOf(broker, stream.name)) {
    signal.throwIfAborted();
    await Promise.all(batch.map((message) => handle(service, handlers, message)));
    if (batch.some(({ seq }) => seq >= state.last_seq)) return;
  }
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
