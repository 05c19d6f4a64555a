import { z } from 'zod';
import { envelopeSchema, type Message } from '#platform/events/envelope.ts';
import type { OutboxSource } from '#platform/events/relay.ts';
import { failpoint } from '#platform/failpoints.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import type { Mongo } from './connection.ts';
import { openDocuments, type Documents, type Filter } from './documents.ts';
import type { FreshDocument, FreshEvents, OutboxDocument } from './freshEvents.ts';
import { outboxShape, type PendingEvent } from './pendingEvents.ts';

/** How many documents of a collection are taken at once. */
const BATCH = 50;
/** So often at least all collections are looked through. */
const LOOK_ANYWAY_MS = 5000;

/** The index that every collection with pending events needs. */
const outboxIndex = { key: { hasPendingEvents: 1 } } as const;

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
  { log, follow = {}, fresh }: OutboxOptions = {},
): Promise<OutboxSource> {
  const sources = new Map<string, Documents<OutboxDocument>>();
  for (const name of collections)
    sources.set(name, await openDocuments(mongo, { name, schema: outboxDocument, indexes: [outboxIndex] }));
  let lookedAt = -Infinity;
  const look = async (): Promise<FreshDocument[]> => {
    lookedAt = performance.now();
    return (await Promise.all([...sources].map(takeSome))).flat();
  };
  const followUp = async ({ collection, doc }: FreshDocument): Promise<boolean> => {
    try {
      await follow[collection]?.(doc._id);
      return true;
    } catch (error) {
      log?.warn({ err: error, collection, id: doc._id }, 'what follows a change failed; it is tried again');
      return false;
    }
  };
  const send = async (taken: readonly FreshDocument[], publish: Parameters<OutboxSource['drain']>[0]) => {
    const messages = taken.flatMap(({ doc }) => doc.pendingEvents.map(toMessage));
    if (messages.length > 0) await publish(messages.map((message) => ({ kind: 'event', message })));
    const settled = await Promise.all(
      taken.map(async (each) => {
        const { collection, doc } = each;
        const documents = sources.get(collection);
        const isFollowed = each.followed || follow[collection] === undefined;
        if (!documents || (isFollowed && (await settleAtOnce(documents, doc)))) return documents !== undefined;
        return settle(documents, doc, () => followUp(each));
      }),
    );
    failpoint('outbox.settled');
    return settled.filter(Boolean).length;
  };
  return {
    drain: async (publish) => {
      // Whoever writes without a pause must not keep from being found what an earlier process left behind.
      const known = performance.now() - lookedAt < LOOK_ANYWAY_MS ? (fresh?.take(BATCH) ?? []) : [];
      if (known.length === 0) return (await send(await look(), publish)) > 0;
      await send(known, publish);
      return (fresh?.size ?? 0) > 0;
    },
  };
}

/** What an outbox does beside publishing. */
export interface OutboxOptions {
  /** What is to follow the change of a document, by collection; right when it is done again, or for a later state. */
  readonly follow?: Readonly<Record<string, (id: string) => Promise<void>>>;
  /** What this process writes, so that it need not be looked for. */
  readonly fresh?: FreshEvents;
  readonly log?: Logger;
}

const outboxDocument = z.object({ _id: z.string(), version: z.int().optional(), ...outboxShape });

async function takeSome([collection, documents]: [string, Documents<OutboxDocument>]): Promise<FreshDocument[]> {
  const found = await documents.find({ hasPendingEvents: true }, { limit: BATCH });
  return found.map((doc) => ({ collection, doc, followed: false }));
}

const toMessage = ({ subject, body }: PendingEvent): Message => ({
  subject,
  envelope: envelopeSchema.parse(JSON.parse(body)),
});

/** All in one step, where nothing has changed since and nothing is left to follow. False where that is not so. */
async function settleAtOnce(
  documents: Documents<OutboxDocument>,
  { _id, version, pendingEvents, isTombstone }: OutboxDocument,
): Promise<boolean> {
  if (isTombstone || version === undefined) return false;
  failpoint('outbox.before-removal');
  const clean = { $pullAll: { pendingEvents }, $set: { hasPendingEvents: false } };
  const isDone = await documents.change({ _id, version }, clean);
  failpoint('outbox.removed');
  return isDone;
}

/** Answers whether anything was done, so that it is worth while to look for more at once. */
async function settle(
  documents: Documents<OutboxDocument>,
  { _id, version, pendingEvents, isTombstone }: OutboxDocument,
  followUp: () => Promise<boolean>,
): Promise<boolean> {
  failpoint('outbox.before-removal');
  if (pendingEvents.length > 0) await documents.change({ _id }, { $pullAll: { pendingEvents } });
  failpoint('outbox.removed');
  if (!(await followUp())) return pendingEvents.length > 0;
  if (isTombstone) await documents.remove({ _id, isTombstone: true, pendingEvents: { $size: 0 } });
  // What has changed since may have something to follow of its own.
  else await documents.change(unchanged(_id, version), { $set: { hasPendingEvents: false } });
  return true;
}

const unchanged = (_id: string, version: number | undefined): Filter<OutboxDocument> => ({
  _id,
  pendingEvents: { $size: 0 },
  ...(version === undefined ? {} : { version }),
});
