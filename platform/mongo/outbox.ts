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

/** What is published is settled so long after the first of it at most, together with what has been published since. */
const SETTLE_AFTER_MS = 1000;

/** The outbox of a MongoDB service. */
export interface MongoOutbox extends OutboxSource {
  /** Settles at once what is published. What is left to be settled when a process ends is published once more. */
  settle(): Promise<void>;
}

/**
 * The outbox of a MongoDB service: documents with pending events in these collections. They are published, then exactly
 * these are removed; the flag is cleared only where none are left, so that an event added meanwhile stays. Tombstones are
 * deleted last. All of it may be done twice, and by several instances at once: the broker drops what it has seen.
 *
 * What this process has handed over as `fresh` is not looked for; once it is published, it is settled together with what
 * comes within the next second. What is to follow a document's change is done before its flag is cleared, so that no crash
 * can leave it out; where it fails, the events go out all the same, and the flag stays.
 */
export async function mongoOutbox(
  mongo: Mongo,
  collections: readonly string[],
  options: OutboxOptions = {},
): Promise<MongoOutbox> {
  const { fresh } = options;
  const sources = await openSources(mongo, collections);
  const { settleAll, settleTogether } = createSettling(sources, options);
  const published = createPublished(settleTogether);
  let lookedAt = -Infinity;
  const look = async (): Promise<FreshDocument[]> => {
    lookedAt = performance.now();
    return (await Promise.all([...sources].map(takeSome))).flat();
  };
  /** Whether there may be more behind what was found: then it is looked for once more. */
  let isMoreBehind = false;
  const lookBeside = async (handed: readonly FreshDocument[]): Promise<FreshDocument[]> => {
    await published.settle();
    const found = await look();
    isMoreBehind = found.length >= BATCH;
    // What is to follow what was handed over is done already.
    return found.filter((each) => !handed.some((known) => isSame(known, each)));
  };
  return {
    drain: async (publish) => {
      // Whoever writes without a pause must not keep from being found what an earlier process left behind.
      const isToLook = !fresh || fresh.takeMissed() || isMoreBehind || performance.now() - lookedAt > LOOK_ANYWAY_MS;
      try {
        const handed = fresh?.take(BATCH) ?? [];
        const found = isToLook ? await lookBeside(handed) : [];
        await publishEvents([...handed, ...found], publish);
        const isAnySettled = await settleAll(found);
        await settleAll(handed.filter((each) => !published.add(each)));
        if (published.isDue()) await published.settle();
        failpoint('outbox.settled');
        if (!isAnySettled && handed.length === 0) isMoreBehind = false;
        return isAnySettled || isMoreBehind || (fresh?.size ?? 0) > 0;
      } catch (error) {
        fresh?.miss();
        throw error;
      }
    },
    settle: () => published.settle(),
  };
}

type Publish = Parameters<OutboxSource['drain']>[0];

/** The collections that are looked through, by name. */
type Sources = ReadonlyMap<string, Documents<OutboxDocument>>;

async function openSources(mongo: Mongo, collections: readonly string[]): Promise<Sources> {
  const sources = new Map<string, Documents<OutboxDocument>>();
  for (const name of collections)
    sources.set(name, await openDocuments(mongo, { name, schema: outboxDocument, indexes: [outboxIndex] }));
  return sources;
}

/** Settles what is published, with what is to follow it done before. */
function createSettling(sources: Sources, { log, follow = {}, fresh }: OutboxOptions) {
  const followUp = async ({ collection, doc }: FreshDocument): Promise<boolean> => {
    try {
      await follow[collection]?.(doc._id);
      return true;
    } catch (error) {
      log?.warn({ err: error, collection, id: doc._id }, 'what follows a change failed; it is tried again');
      fresh?.miss();
      return false;
    }
  };
  const settleOne = async (each: FreshDocument): Promise<boolean> => {
    const documents = sources.get(each.collection);
    if (!documents) return false;
    const isFollowed = each.followed || follow[each.collection] === undefined;
    if (isFollowed && (await settleAtOnce(documents, [each.doc]))) return true;
    return settle(documents, each.doc, () => followUp(each));
  };
  /** Each by itself; answers whether anything was done. */
  const settleAll = async (taken: readonly FreshDocument[]): Promise<boolean> => {
    const settled = await Promise.all(taken.map(settleOne));
    return settled.some(Boolean);
  };
  /** Those of one collection in one step if that is possible, else each by itself. Nothing is left to follow them. */
  const settleTogether = async (collection: string, docs: readonly OutboxDocument[]): Promise<void> => {
    const documents = sources.get(collection);
    if (documents && (await settleAtOnce(documents, docs))) return;
    await settleAll(docs.map((doc) => ({ collection, doc, followed: true })));
  };
  return { settleAll, settleTogether };
}

const isSame = (one: FreshDocument, other: FreshDocument): boolean =>
  one.collection === other.collection && one.doc._id === other.doc._id && one.doc.version === other.doc.version;

async function publishEvents(taken: readonly FreshDocument[], publish: Publish): Promise<void> {
  const messages = taken.flatMap(({ doc }) => doc.pendingEvents.map(toMessage));
  if (messages.length > 0) await publish(messages.map((message) => ({ kind: 'event', message })));
}

/** Documents whose events are out, and which are to be settled together. */
function createPublished(settle: (collection: string, docs: readonly OutboxDocument[]) => Promise<void>) {
  let waiting: FreshDocument[] = [];
  let firstAt = 0;
  return {
    /** False for one that is to be settled by itself, at once. */
    add: (each: FreshDocument): boolean => {
      if (!each.followed || each.doc.isTombstone || each.doc.version === undefined) return false;
      if (waiting.length === 0) firstAt = performance.now();
      waiting.push(each);
      return true;
    },
    isDue: (): boolean =>
      waiting.length >= BATCH || (waiting.length > 0 && performance.now() - firstAt >= SETTLE_AFTER_MS),
    settle: async (): Promise<void> => {
      const taken = waiting;
      waiting = [];
      const byCollection = Map.groupBy(taken, ({ collection }) => collection);
      await Promise.all(
        [...byCollection].map(([name, some]) =>
          settle(
            name,
            some.map(({ doc }) => doc),
          ),
        ),
      );
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

/** All in one step, where nothing has changed since and nothing is left to follow. False where that is not so for any. */
async function settleAtOnce(documents: Documents<OutboxDocument>, docs: readonly OutboxDocument[]): Promise<boolean> {
  const [only] = docs;
  if (!only || docs.some(({ isTombstone, version }) => isTombstone || version === undefined)) return false;
  failpoint('outbox.before-removal');
  const clean = { pendingEvents: [], hasPendingEvents: false };
  const unchangedSince = docs.map(({ _id, version }) => ({ _id, version }));
  const settled =
    docs.length === 1
      ? Number(await documents.change({ _id: only._id, version: only.version }, { $set: clean }))
      : await documents.changeAll({ hasPendingEvents: true }, unchangedSince, { $set: clean });
  failpoint('outbox.removed');
  return settled === docs.length;
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
