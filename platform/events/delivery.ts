import type { JsMsg } from '@nats-io/jetstream';
import { failpoint } from '#platform/failpoints.ts';
import type { Service } from '#platform/lifecycle.ts';
import { acceptRequestId, withRequestId } from '#platform/telemetry/log.ts';
import type { Broker } from './broker.ts';
import { originOf, sendDeadLetter } from './deadLetters.ts';
import { envelopeSchema, type Envelope } from './envelope.ts';
import type { Handler } from './handlers.ts';
import type { Lane } from './lane.ts';
import type { Stream } from './streams.ts';

/** Back-off between the tries of one message; after the last it becomes a dead letter. About four minutes in all. */
const BACKOFF_MS = [100, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000];
/** How soon a message comes again that could neither be handled nor be made a dead letter. */
const REDELIVER_MS = 500;

/** Who handles the messages of a stream. */
export interface Receiver {
  readonly service: Service;
  readonly broker: Broker;
  readonly stream: Stream;
  readonly handlers: readonly Handler[];
  /** Where events of the types that take long are handled. */
  readonly lanes: ReadonlyMap<string, Lane>;
  /** The waits between the tries of a message. */
  readonly backoffMs?: readonly number[];
  /** After this long without a sign of life the broker delivers again. */
  readonly ackWaitMs: number;
}

/**
 * Handles one message and acknowledges it. One that fails comes again after the back-off, and after the last try becomes a
 * dead letter, as does what is no event at all. One that takes long is handled in its turn beside what comes, and not waited
 * for: the broker hears from the beginning that work on it goes on.
 */
export async function receive(receiver: Receiver, message: JsMsg): Promise<void> {
  const parsed = parseEnvelope(message);
  const handler = receiver.handlers.find(({ definition }) => definition.type === parsed?.type);
  const signOfLife = setInterval(() => message.working(), receiver.ackWaitMs / 3);
  const work = async (): Promise<void> => {
    try {
      await settle(receiver, message, parsed, handler);
    } finally {
      clearInterval(signOfLife);
    }
  };
  const lane = handler && receiver.lanes.get(handler.definition.type);
  if (!lane) return work();
  lane(work, () => {
    clearInterval(signOfLife);
    message.nak();
  });
}

/** Has the effect of a message, and tells the broker what became of it. */
async function settle(
  receiver: Receiver,
  message: JsMsg,
  parsed: Envelope | undefined,
  handler: Handler | undefined,
): Promise<void> {
  const { service, backoffMs = BACKOFF_MS } = receiver;
  await withRequestId(acceptRequestId(parsed?.requestid), async () => {
    try {
      if (!parsed) throw new Error('not a CloudEvent');
      failpoint('consumer.before-effect');
      if (handler) await dispatch(receiver, message, parsed, handler);
      failpoint('consumer.before-ack');
      message.ack();
      failpoint('consumer.acked');
    } catch (error) {
      const retryInMs = parsed ? backoffMs[message.info.deliveryCount - 1] : undefined;
      service.log.warn({ err: error, subject: message.subject, tries: message.info.deliveryCount }, 'an event failed');
      if (retryInMs !== undefined) message.nak(retryInMs);
      else await giveUp(receiver, message, error);
    }
  });
}

async function dispatch({ service }: Receiver, message: JsMsg, envelope: Envelope, handler: Handler): Promise<void> {
  await handler.handle(envelope, originOf(message).streamSequence);
  service.log.info({ event: envelope.type, eventId: envelope.id }, 'handled');
}

async function giveUp({ service, broker, stream }: Receiver, message: JsMsg, error: unknown): Promise<void> {
  try {
    failpoint('consumer.before-dead-letter');
    const isKept = await sendDeadLetter(broker, { service: service.name, stream: stream.name, message, error });
    failpoint('consumer.dead-letter-kept');
    message.term(isKept ? 'moved to the dead letters' : 'replaced');
    if (isKept)
      service.log.error({ subject: message.subject, err: error }, 'gave an event up: it is a dead letter now');
  } catch (failure) {
    service.log.error({ err: failure, subject: message.subject }, 'could not write a dead letter; will try again');
    message.nak(REDELIVER_MS);
  }
}

function parseEnvelope(message: JsMsg): Envelope | undefined {
  try {
    return envelopeSchema.parse(message.json());
  } catch {
    return undefined;
  }
}
