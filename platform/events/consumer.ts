import type { ConsumerMessages } from '@nats-io/jetstream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Broker } from './broker.ts';
import { replaySubject } from './deadLetters.ts';
import { receive, type Receiver } from './delivery.ts';
import { ensureConsumer, type Source } from './durable.ts';
import { readEarlier } from './earlier.ts';
import { openLane } from './lane.ts';
import { ensureStream, REPLAYS } from './streams.ts';

/** After this long without a sign of life the broker delivers again: the consumer must have died. */
const ACK_WAIT_MS = 10_000;
/** How many messages are fetched ahead; those that wait here must be handled within the time above. */
const FETCH_AHEAD = 20;
/** How long one request for messages stands; half of it later the broker gives a sign of life. */
const FETCH_EXPIRES_MS = 30_000;
/** How long to wait before a lost subscription is opened again. */
const REOPEN_MS = 500;

/** Who consumes which stream. Its times are shorter in tests. */
export type ConsumeOptions = Omit<Receiver, 'ackWaitMs' | 'lanes'> & Partial<Pick<Receiver, 'ackWaitMs'>>;

/** A running consumer. */
export interface Consumption {
  /** The sequence at which the stream ends now. */
  end(): Promise<number>;
  /** Whether every message of the stream up to a sequence was handled or given up. */
  hasHandled(sequence: number): Promise<boolean>;
}

/**
 * Consumes a stream with the durable pull consumer of this service, which all its instances share: one message after
 * the other; acknowledged after its effect. When it closes, what was fetched and not begun is given back. Those that take long are handled beside the others, one of a type after the other.
 * Dead letters of the stream that are replayed come the same way, and so does, once, what the stream held before this service
 * had a handler for it.
 */
export async function consume(options: ConsumeOptions): Promise<Consumption> {
  const { service, stream, handlers, ackWaitMs = ACK_WAIT_MS } = options;
  const long = handlers.filter(({ isLong }) => isLong).map(({ definition: { type } }) => type);
  const lanes = new Map(long.map((type) => [type, openLane(service, `${type} events of ${stream.name}`)]));
  const receiver = { ...options, ackWaitMs, lanes };
  const main = await keepConsuming(receiver, { stream, durable: service.name, reads: handlers, ackWaitMs });
  await readEarlier(receiver);
  await keepConsuming(receiver, {
    stream: REPLAYS,
    durable: `${service.name}-${stream.name}`,
    reads: [{ subject: replaySubject(service.name, stream.name) }],
    ackWaitMs,
  });
  return main;
}

async function keepConsuming(receiver: Receiver, source: Source): Promise<Consumption> {
  const { service, broker } = receiver;
  await ensureStream(broker.manager, source.stream);
  await ensureConsumer(broker, source);
  let messages: ConsumerMessages | undefined;
  let closed = false;
  const closing = Promise.withResolvers<void>();

  // What was asked of the broker before it was away is asked anew; the client library would try once, and then wait long.
  const forgetReturns = broker.onReturn(() => void messages?.close());
  const run = async (): Promise<void> => {
    while (!closed) {
      try {
        await ensureStream(broker.manager, source.stream);
        await ensureConsumer(broker, source);
        const consumer = await broker.streams.consumers.get(source.stream.name, source.durable);
        messages = await consumer.consume({
          max_messages: FETCH_AHEAD,
          expires: FETCH_EXPIRES_MS,
          abort_on_missing_resource: true,
        });
        // Closed before there was anything to close.
        if (closed) return void messages.close();
        for await (const message of messages) {
          if (closed) message.nak();
          else await receive(receiver, message);
        }
      } catch (error) {
        if (!closed)
          service.log.warn({ err: error, stream: source.stream.name }, 'lost a subscription; opening it again');
      }
      if (!closed) await Promise.race([delay(REOPEN_MS), closing.promise]);
    }
  };
  const running = run();
  service.onClose(`consumer ${source.durable} of ${source.stream.name}`, async () => {
    closed = true;
    forgetReturns();
    closing.resolve();
    // It ends behind those that wait here.
    await messages?.close();
    await running;
  });
  return progressOf(broker, source);
}

const progressOf = ({ manager }: Broker, { stream, durable }: Source): Consumption => ({
  end: async () => (await manager.streams.info(stream.name)).state.last_seq,
  hasHandled: async (sequence) => {
    const info = await manager.consumers.info(stream.name, durable);
    // The floor stays behind the end when the last messages are of no concern here.
    const idle = info.num_pending === 0 && info.num_ack_pending === 0;
    return idle || info.ack_floor.stream_seq >= sequence;
  },
});
