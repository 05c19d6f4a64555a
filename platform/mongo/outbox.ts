import { z } from 'zod';
import { envelopeSchema, type Message } from '#platform/events/envelope.ts';
import type { OutboxSource } from '#platform/events/relay.ts';
import { failpoint } from '#platform/failpoints.ts';
import type { Mongo } from './connection.ts';
import { openDocuments, type Documents } from './documents.ts';

/** How many documents of a collection are taken at once. */
const BATCH = 50;

/** An event that waits in its document. All text, so that what is removed is exactly what was read. */
export const pendingEventSchema = z.object({ id: z.string(), subject: z.string(), body: z.string() });
/** An event that waits in its document. */
export type PendingEvent = z.infer<typeof pendingEventSchema>;

/** The fields of a document that is its own outbox: part of the zod schema of such documents. */
export const outboxShape = {
  pendingEvents: z.array(pendingEventSchema),
  /** Whether there are any: what the relay finds them by. */
  hasPendingEvents: z.boolean(),
  /** The document is deleted as soon as its events are out; nothing else reads it any more. */
  isTombstone: z.boolean().default(false),
};

/** The index that every collection with pending events needs. */
const outboxIndex = { key: { hasPendingEvents: 1 } } as const;

/** The outbox fields of a new document that tells of these events. */
export const withEvents = (messages: readonly Message[]) => ({
  pendingEvents: messages.map(toPending),
  hasPendingEvents: messages.length > 0,
  isTombstone: false,
});

/** An event as it waits in its document. To add some to a document that is there, `$push` them and set the flag. */
export const toPending = ({ subject, envelope }: Message): PendingEvent => ({
  id: envelope.id,
  subject,
  body: JSON.stringify(envelope),
});

/**
 * The outbox of a MongoDB service: documents with pending events in these collections. They are published, then exactly
 * these are removed; the flag is cleared only where none are left, so that an event added meanwhile stays. Tombstones are
 * deleted last. All of it may be done twice, and by several instances at once: the broker drops what it has seen.
 */
export async function mongoOutbox(mongo: Mongo, collections: readonly string[]): Promise<OutboxSource> {
  const sources = await Promise.all(
    collections.map((name) => openDocuments(mongo, { name, schema: outboxDocument, indexes: [outboxIndex] })),
  );
  return {
    drain: async (publish) => {
      const taken = (await Promise.all(sources.map(takeSome))).flat();
      const messages = taken.flatMap(({ doc }) => doc.pendingEvents.map(toMessage));
      if (messages.length > 0) await publish(messages.map((message) => ({ kind: 'event', message })));
      await Promise.all(taken.map(settle));
      failpoint('outbox.settled');
      return taken.length;
    },
  };
}

const outboxDocument = z.object({ _id: z.string(), ...outboxShape });
type OutboxDocument = z.infer<typeof outboxDocument>;

interface Taken {
  readonly source: Documents<OutboxDocument>;
  readonly doc: OutboxDocument;
}

async function takeSome(source: Documents<OutboxDocument>): Promise<Taken[]> {
  const found = await source.find({ hasPendingEvents: true }, { limit: BATCH });
  return found.map((doc) => ({ source, doc }));
}

const toMessage = ({ subject, body }: PendingEvent): Message => ({
  subject,
  envelope: envelopeSchema.parse(JSON.parse(body)),
});

async function settle({ source, doc: { _id, pendingEvents, isTombstone } }: Taken): Promise<void> {
  failpoint('outbox.before-removal');
  await source.update({ _id }, { $pullAll: { pendingEvents } });
  failpoint('outbox.removed');
  if (isTombstone) await source.remove({ _id, isTombstone: true, pendingEvents: { $size: 0 } });
  else await source.update({ _id, pendingEvents: { $size: 0 } }, { $set: { hasPendingEvents: false } });
}
