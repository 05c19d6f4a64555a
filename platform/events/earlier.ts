import { JetStreamApiError } from '@nats-io/jetstream';
import { setTimeout as delay } from 'node:timers/promises';
import { askedAnew } from './broker.ts';
import { receive, type Receiver } from './delivery.ts';
import { earlierPrefix, typesOf } from './durable.ts';

const FETCH = 20;
const FETCH_EXPIRES_MS = 1000;
const RETRY_MS = 500;
/** The broker's code for a consumer that is not there. */
const NO_SUCH_CONSUMER = 10014;

/**
 * A service that learned to handle more than it did when its consumer of a stream was made reads once what the stream held
 * before, beside what comes. Begun again where it was when the process died, shared by instances, gone when it is through.
 */
export async function readEarlier(receiver: Receiver): Promise<void> {
  const { service, broker, stream } = receiver;
  const consumers = await askedAnew(() => Array.fromAsync(broker.manager.consumers.list(stream.name)));
  const found = consumers.filter(({ name }) => name.startsWith(earlierPrefix(service.name)));
  for (const { name, config } of found) {
    const handlers = receiver.handlers.filter(({ definition }) => typesOf(config)?.includes(definition.type));
    readToEnd({ ...receiver, handlers }, name);
  }
}

function readToEnd(receiver: Receiver, name: string): void {
  const { service, stream } = receiver;
  const closing = new AbortController();
  const run = async (): Promise<void> => {
    for (let isThrough = false; !isThrough && !closing.signal.aborted;) {
      try {
        isThrough = await readSome(receiver, name, closing.signal);
      } catch (error) {
        if (error instanceof JetStreamApiError && error.apiError().err_code === NO_SUCH_CONSUMER) return;
        service.log.warn({ err: error, stream: stream.name }, 'could not read earlier events; trying again');
        await delay(RETRY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  };
  const running = run();
  service.onClose(`reading of what came earlier in ${stream.name}`, async () => {
    closing.abort();
    await running;
  });
}

/** @returns whether all was handled; the consumer is gone then. */
async function readSome(receiver: Receiver, name: string, signal: AbortSignal): Promise<boolean> {
  const { broker, stream } = receiver;
  const consumer = await broker.streams.consumers.get(stream.name, name);
  const messages = await consumer.fetch({ max_messages: FETCH, expires: FETCH_EXPIRES_MS });
  const stop = (): void => void messages.close();
  signal.addEventListener('abort', stop);
  for await (const message of messages) await receive(receiver, message);
  signal.removeEventListener('abort', stop);
  const { num_pending: pending, num_ack_pending: unacknowledged } = await consumer.info();
  if (pending + unacknowledged > 0) return false;
  await consumer.delete();
  return true;
}
