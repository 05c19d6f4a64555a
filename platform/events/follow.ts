import { DeliverPolicy, type ConsumerMessages } from '@nats-io/jetstream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from '#platform/lifecycle.ts';
import type { Broker } from './broker.ts';
import { ensureStream, type Stream } from './streams.ts';

const REOPEN_MS = 1000;

/**
 * Tells `heard` of everything that a stream holds and that comes later, by the last part of its subject, to this process
 * by itself and with nothing left behind at the broker. Begins again from the beginning when the broker was lost: for what
 * does no harm twice. Closed with the service.
 *
 * @returns when everything was told that the stream held at the beginning.
 */
export function follow(
  service: Service,
  broker: Broker,
  stream: Stream,
  heard: (subjectEnd: string) => void,
): Promise<void> {
  const caughtUp = Promise.withResolvers<void>();
  let closed = false;
  let messages: ConsumerMessages | undefined;
  const closing = Promise.withResolvers<void>();
  const run = async (): Promise<void> => {
    while (!closed) {
      try {
        await ensureStream(broker.manager, stream);
        const consumer = await broker.streams.consumers.get(stream.name, { deliver_policy: DeliverPolicy.All });
        // As it was made: what the stream held before may have gone.
        if ((await consumer.info(true)).num_pending === 0) caughtUp.resolve();
        messages = await consumer.consume();
        if (closed) return void messages.close();
        for await (const { subject, info } of messages) {
          heard(subject.slice(subject.lastIndexOf('.') + 1));
          if (info.pending === 0) caughtUp.resolve();
        }
      } catch (error) {
        if (!closed) service.log.warn({ err: error, stream: stream.name }, 'lost a stream; following it again');
      }
      if (!closed) await Promise.race([delay(REOPEN_MS), closing.promise]);
    }
  };
  const running = run();
  service.onClose(`following of ${stream.name}`, async () => {
    closed = true;
    closing.resolve();
    await messages?.close();
    await running;
  });
  return caughtUp.promise;
}
