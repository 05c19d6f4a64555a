import { z } from 'zod';
import { envelopeSchema, type Message } from '#platform/events/envelope.ts';
import type { OutboxSource } from '#platform/events/relay.ts';
import { failpoint } from '#platform/failpoints.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import type { Mongo } from './connection.ts';
import { openDocuments, type Documents, type Filter } from './documents.ts';

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
 *
 * What is to follow a document's change is done before its flag is cleared, so that no crash can leave it out; where it
 * fails, the events go out all the same, and the flag stays.
 */
export async function mongoOutbox(
  mongo: Mongo,
  collections: readonly string[],
  { log, follow = {} }: FollowUps = {},
): Promise<OutboxSource> {
  const sources = await Promise.all(
    collections.map(async (name) => ({
      name,
      documents: await openDocuments(mongo, { name, schema: outboxDocument, indexes: [outboxIndex] }),
    })),
  );
  const followUp = async ({ source, doc }: Taken): Promise<boolean> => {
    try {
      await follow[source.name]?.(doc._id);
      return true;
    } catch (error) {
      log?.warn(
        { err: error, collection: source.name, id: doc._id },
        'what follows a change failed; it is tried again',
      );
      return false;
    }
  };
  return {
    drain: async (publish) => {
      const taken = (await Promise.all(sources.map(takeSome))).flat();
      const messages = taken.flatMap(({ doc }) => doc.pendingEvents.map(toMessage));
      if (messages.length > 0) await publish(messages.map((message) => ({ kind: 'event', message })));
      const settled = await Promise.all(taken.map((each) => settle(each, () => followUp(each))));
      failpoint('outbox.settled');
      return settled.filter(Boolean).length;
    },
  };
}

/** What is to follow the change of a document, by collection; right when it is done again, or for a later state. */
export interface FollowUps {
  readonly follow?: Readonly<Record<string, (id: string) => Promise<void>>>;
  readonly log?: Logger;
}

const outboxDocument = z.object({ _id: z.string(), version: z.int().optional(), ...outboxShape });
type OutboxDocument = z.infer<typeof outboxDocument>;

interface Source {
  readonly name: string;
  readonly documents: Documents<OutboxDocument>;
}

interface Taken {
  readonly source: Source;
  readonly doc: OutboxDocument;
}

async function takeSome(source: Source): Promise<Taken[]> {
  const found = await source.documents.find({ hasPendingEvents: true }, { limit: BATCH });
  return found.map((doc) => ({ source, doc }));
}

const toMessage = ({ subject, body }: PendingEvent): Message => ({
  subject,
  envelope: envelopeSchema.parse(JSON.parse(body)),
});

/** Answers whether anything was done, so that it is worth while to look for more at once. */
async function settle({ source, doc }: Taken, followUp: () => Promise<boolean>): Promise<boolean> {
  const { documents } = source;
  const { _id, version, pendingEvents, isTombstone } = doc;
  failpoint('outbox.before-removal');
  if (pendingEvents.length > 0) await documents.update({ _id }, { $pullAll: { pendingEvents } });
  failpoint('outbox.removed');
  if (!(await followUp())) return pendingEvents.length > 0;
  if (isTombstone) await documents.remove({ _id, isTombstone: true, pendingEvents: { $size: 0 } });
  // What has changed since may have something to follow of its own.
  else await documents.update(unchanged(_id, version), { $set: { hasPendingEvents: false } });
  return true;
}

const unchanged = (_id: string, version: number | undefined): Filter<OutboxDocument> => ({
  _id,
  pendingEvents: { $size: 0 },
  ...(version === undefined ? {} : { version }),
});
