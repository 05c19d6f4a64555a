import { LRUCache } from 'lru-cache';
import { setTimeout as delay } from 'node:timers/promises';
import { failpoint } from '#platform/failpoints.ts';
import type { Service } from '#platform/lifecycle.ts';
import { startSweeper } from '#platform/sweeper.ts';
import type { Broker } from './broker.ts';
import type { Message } from './envelope.ts';
import { isPersonal } from './streams.ts';
import { eraseMessage, isOvertaken } from './subject.ts';

/** A message of an outbox: an event, or a state to be read when it is published. */
export type Outgoing =
  | { readonly kind: 'event'; readonly message: Message }
  | { readonly kind: 'state'; readonly subject: string; read(): Promise<Message | undefined> };

/** Where pending messages lie: an outbox table, or documents with pending events. */
export interface OutboxSource {
  /**
   * Takes some pending messages, hands them to `publish`, and marks them sent when that returns; when it throws, or the
   * process dies, they stay pending. Answers whether there may be more.
   */
  drain(publish: (messages: readonly Outgoing[]) => Promise<void>): Promise<boolean>;
}

/** Publishes what a service has written to its outbox. */
export interface Relay {
  /** Says that something was written: publishes at once. */
  wake(): void;
  /**
   * The same; answers when a pass that began after this call has ended, but after a second at the latest: then it is published,
   * unless the broker is away, or more was written before it than goes out at once.
   */
  told(): Promise<void>;
}

/** How often the outbox is looked at without being woken: for what failed, or an earlier process left behind. */
const SWEEP_MS = 1000;
/** How long somebody may wait for what they have written to be published. */
const TOLD_WITHIN_MS = 1000;
/** How rarely, while nothing happens: what another instance that died left behind waits for so long at most. */
const REST_MS = 10_000;
/** Of how many states is remembered where they were published last. */
const REMEMBERED_STATES = 10_000;

/** Starts the relay of a service. Closed with it: what is under way is published, the rest stays pending. */
export function startRelay(service: Service, broker: Broker, source: OutboxSource): Relay {
  const streamOf = createStreamNames(broker);
  const publishState = createStatePublisher(broker);
  const publish = async (messages: readonly Outgoing[]): Promise<void> => {
    failpoint('relay.before-publish');
    const sent = messages.map((message) => publishOne(broker, streamOf, publishState, message));
    // All have to end before one may fail: nothing goes on once the source has given the messages free.
    await Promise.allSettled(sent);
    await Promise.all(sent);
    failpoint('relay.published');
  };
  const sweeper = startSweeper({
    service,
    name: 'relay',
    everyMs: SWEEP_MS,
    restMs: REST_MS,
    failure: 'could not relay events; they stay in the outbox',
    // One pass is a run, so that who waits for theirs does not wait for those of what keeps coming.
    sweep: async () => {
      if (!(await source.drain(publish))) return;
      failpoint('relay.marked');
      sweeper.wake();
    },
  });
  // What could not be published while the broker was away need not wait for the next look.
  service.onClose('waking of the relay', broker.onReturn(sweeper.wake));
  return {
    wake: () => sweeper.wake(),
    told: async () => {
      const waited = new AbortController();
      await Promise.race([
        sweeper.wakeAndWait(),
        delay(TOLD_WITHIN_MS, undefined, { signal: waited.signal, ref: false }),
      ]);
      waited.abort();
    },
  };
}

/** Which stream keeps a subject. */
type StreamOf = (subject: string) => Promise<string>;

/** Subjects with the same first word are kept in the same stream, which is asked for once. */
function createStreamNames({ manager }: Broker): StreamOf {
  const known = new Map<string, string>();
  return async (subject) => {
    const [first = ''] = subject.split('.');
    const name = known.get(first) ?? (await manager.streams.find(subject));
    known.set(first, name);
    return name;
  };
}

type State = Extract<Outgoing, { kind: 'state' }>;
type PublishState = (stream: string, state: State) => Promise<void>;

async function publishOne(
  broker: Broker,
  streamOf: StreamOf,
  publishState: PublishState,
  outgoing: Outgoing,
): Promise<void> {
  if (outgoing.kind === 'state') {
    await publishState(await streamOf(outgoing.subject), outgoing);
    return;
  }
  const { subject, envelope } = outgoing.message;
  await broker.streams.publish(subject, JSON.stringify(envelope), { msgID: envelope.id });
}

/**
 * Publishes a state as it is now, unless somebody else published in between: then reads it again. So a late repeat
 * cannot put an old state back. A state that is no more is purged from its stream. What is personal is erased before it is
 * replaced or purged: the broker would only strike it out, and leave it on the disk.
 *
 * Where a state stands is remembered; when that is wrong by now, the broker refuses, and is asked. Of what is personal it is
 * always asked, so that what another instance published is erased too.
 */
function createStatePublisher(broker: Broker): PublishState {
  const { manager, streams } = broker;
  const sequences = new LRUCache<string, number>({ max: REMEMBERED_STATES });
  const lastOf = async (stream: string, subject: string): Promise<number> =>
    sequences.get(subject) ?? (await manager.streams.getMessage(stream, { last_by_subj: subject }))?.seq ?? 0;
  return async (stream, { subject, read }) => {
    const erases = isPersonal(subject);
    for (;;) {
      const last = await lastOf(stream, subject);
      sequences.delete(subject);
      const message = await read();
      const isErased = erases && last > 0;
      if (isErased) await eraseMessage(broker, stream, last);
      if (!message) {
        await manager.streams.purge(stream, { filter: subject });
        return;
      }
      try {
        const expect = { lastSubjectSequence: isErased ? 0 : last };
        const { seq } = await streams.publish(subject, JSON.stringify(message.envelope), { expect });
        if (!erases) sequences.set(subject, seq);
        // A subject that is empty looks alike before the first message and after a purge: what ended meanwhile must go.
        if (last > 0 && !isErased) return;
        if (await read()) return;
      } catch (error) {
        if (!isOvertaken(error)) throw error;
      }
    }
  };
}
