import { AckPolicy, DeliverPolicy, JetStreamApiError, type ConsumerConfig } from '@nats-io/jetstream';
import { createHash } from 'node:crypto';
import { askedAnew, type Broker } from './broker.ts';
import type { Definition } from './envelope.ts';
import type { Stream } from './streams.ts';

/** What one durable consumer reads. */
export interface Source {
  readonly stream: Stream;
  readonly durable: string;
  readonly reads: readonly Kind[];
  readonly ackWaitMs: number;
}

/** Messages of a subject, and which of them have a handler; all when left out. */
interface Kind {
  readonly subject: string;
  readonly definition?: Definition;
}

/** When so many are not acknowledged the broker gives no more: those that take long wait for their turn among these. */
const MOST_UNACKNOWLEDGED = 2000;

/** Where a durable consumer notes which types its service had handlers for. */
const HANDLES = 'handles';
const EARLIER = 'earlier';

/** How the consumers are called that read what came before a service had a handler for it. */
export const earlierPrefix = (durable: string): string => `${durable}-${EARLIER}-`;

/** The types that a consumer was made for, or changed to. */
export const typesOf = ({ metadata }: ConsumerConfig): string[] | undefined => metadata?.[HANDLES]?.split(' ');

/**
 * Makes a durable consumer, or changes the one that is there to what its service handles now. It goes on where it was; so for
 * what came before there was a handler for it, a consumer of its own is made first (earlier.ts).
 */
export const ensureConsumer = (broker: Broker, source: Source): Promise<void> =>
  askedAnew(() => makeOrChange(broker, source));

async function makeOrChange({ manager }: Broker, { stream, durable, reads, ackWaitMs }: Source): Promise<void> {
  const settings = (kinds: readonly Kind[]) => ({
    ack_wait: ackWaitMs * 1e6,
    max_ack_pending: MOST_UNACKNOWLEDGED,
    filter_subjects: [...new Set(kinds.map(({ subject }) => subject))],
    metadata: { [HANDLES]: typesIn(kinds).join(' ') },
  });
  const make = (name: string, kinds: readonly Kind[]) =>
    manager.consumers.add(stream.name, {
      durable_name: name,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      max_deliver: -1,
      ...settings(kinds),
    });
  try {
    await make(durable, reads);
  } catch (error) {
    if (!(error instanceof JetStreamApiError)) throw error;
    const { config } = await manager.consumers.info(stream.name, durable);
    const added = reads.filter((kind) => !isKnown(config, kind));
    if (added.length > 0) await make(earlierPrefix(durable) + digest(typesIn(added)), added);
    await manager.consumers.update(stream.name, durable, settings(reads));
  }
}

const typesIn = (kinds: readonly Kind[]): string[] => kinds.flatMap(({ definition }) => definition?.type ?? []).sort();

const digest = (types: readonly string[]): string =>
  createHash('sha256').update(types.join(' ')).digest('hex').slice(0, 16);

/** A consumer from before types were noted knows all that it was given. */
function isKnown(config: ConsumerConfig, { subject, definition }: Kind): boolean {
  const types = typesOf(config);
  if (types && definition) return types.includes(definition.type);
  return config.filter_subject === subject || config.filter_subjects?.includes(subject) === true;
}
