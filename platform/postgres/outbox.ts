import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { envelopeSchema, type Message } from '#platform/events/envelope.ts';
import type { Outgoing, OutboxSource } from '#platform/events/relay.ts';
import { isPersonal } from '#platform/events/streams.ts';
import { change, many, one, transaction, type Pool, type Queryable } from './connection.ts';
import { hasFresh, keepFresh, takeFresh, type OutboxRow } from './freshMessages.ts';

/** How many messages are taken at once. */
const BATCH = 100;
/** So often at least the table is looked through, which it is by itself while nobody writes without a pause. */
const LOOK_ANYWAY_MS = 15_000;

const row = z
  .object({ position: z.string(), event_id: z.string(), subject: z.string(), body: envelopeSchema.nullable() })
  .transform(({ position, event_id: eventId, subject, body }) => ({ position, eventId, subject, body }));

/** Writes events to the outbox, in the transaction that changes the state they tell of. */
export async function writeEvents(tx: Queryable, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  await change(
    tx,
    `INSERT INTO outbox (event_id, subject, body)
     SELECT event_id, subject, body FROM unnest($1::uuid[], $2::text[], $3::jsonb[])
       WITH ORDINALITY AS events (event_id, subject, body, number) ORDER BY number`,
    [
      messages.map(({ envelope }) => envelope.id),
      messages.map(({ subject }) => subject),
      messages.map(({ envelope }) => JSON.stringify(envelope)),
    ],
  );
  keepFresh(
    tx,
    messages.map(({ subject, envelope }) => ({ eventId: envelope.id, subject, body: envelope })),
  );
}

/** Notes in the outbox that the state behind a subject has changed; it is read when it is published. */
export async function writeState(tx: Queryable, subject: string): Promise<void> {
  const eventId = uuidv7();
  await change(tx, 'INSERT INTO outbox (event_id, subject) VALUES ($1, $2)', [eventId, subject]);
  keepFresh(tx, [{ eventId, subject, body: null }]);
}

const pending = z.object({ pending: z.boolean() });

/** Whether something was written for a subject that may not have been published yet. */
export const isPending = async (db: Queryable, subject: string): Promise<boolean> =>
  (await one(db, pending, 'SELECT EXISTS (SELECT FROM outbox WHERE subject = $1) AS pending', [subject])).pending;

/** Reads the state behind a subject, as it is now; undefined when there is none any more. */
export type ReadState = (db: Queryable, subject: string) => Promise<Message | undefined>;

/**
 * The outbox of a PostgreSQL service. What this process has just written is published as it was handed over, and then
 * deleted. What is found by a look is deleted in a transaction that ends when it is published; other instances pass over it
 * meanwhile. They may find what is handed over here: the broker drops what it has seen, and a state is read anew. Personal
 * states are always looked for, and states before events: what holds from now on does not wait for thousands that tell of
 * what has been.
 */
export function postgresOutbox(pool: Pool, readState?: ReadState): OutboxSource {
  let lookedAt = -Infinity;
  const outgoing = (rows: readonly OutboxRow[]): Outgoing[] =>
    newestStates(rows).map((entry) => toOutgoing(pool, entry, readState));
  const look = (publish: Publish): Promise<boolean> => {
    lookedAt = performance.now();
    // What was handed over is in the table.
    takeFresh(pool, Infinity);
    return transaction(pool, async (tx) => {
      const states = await takeOldest(tx, 'body IS NULL');
      const taken = states.length > 0 ? states : await takeOldest(tx, 'body IS NOT NULL');
      if (taken.length === 0) return false;
      await publish(outgoing(taken.toSorted((a, b) => Number(a.position) - Number(b.position))));
      failpoint('outbox.before-commit');
      return states.length > 0 || taken.length === BATCH;
    });
  };
  return {
    drain: async (publish) => {
      // Whoever writes without a pause must not keep from being found what an earlier process left behind.
      const known = performance.now() - lookedAt < LOOK_ANYWAY_MS ? takeFresh(pool, BATCH) : [];
      if (known.length === 0 || known.some(needsRow)) return look(publish);
      await publish(outgoing(known));
      failpoint('outbox.before-removal');
      await change(pool, 'DELETE FROM outbox WHERE event_id = ANY($1::uuid[])', [known.map(({ eventId }) => eventId)]);
      failpoint('outbox.removed');
      return hasFresh(pool);
    },
  };
}

type Publish = Parameters<OutboxSource['drain']>[0];

const takeOldest = (tx: Queryable, which: 'body IS NULL' | 'body IS NOT NULL') =>
  many(
    tx,
    row,
    `DELETE FROM outbox WHERE position = ANY
       (ARRAY(SELECT position FROM outbox WHERE ${which} ORDER BY position LIMIT $1 FOR UPDATE SKIP LOCKED))
     RETURNING position, event_id, subject, body`,
    [BATCH],
  );

/**
 * A personal state is away from the broker for the moment between its erasure and its next publication. Should the process
 * die then, its row brings it back; so it is published only by whoever holds the row, which may be somebody else by now.
 */
const needsRow = ({ subject, body }: OutboxRow): boolean => body === null && isPersonal(subject);

/** Of several notes about one state one is enough. */
function newestStates(rows: readonly OutboxRow[]): readonly OutboxRow[] {
  const seen = new Set<string>();
  return rows.filter((entry) => {
    if (entry.body) return true;
    if (seen.has(entry.subject)) return false;
    seen.add(entry.subject);
    return true;
  });
}

/** States are read outside of the transaction that holds the rows: several at once, each as it is committed. */
function toOutgoing(pool: Pool, entry: OutboxRow, readState: ReadState | undefined): Outgoing {
  const { subject, body } = entry;
  if (body) return { kind: 'event', message: { subject, envelope: body } };
  if (!readState) throw new Error(`the outbox holds a state, and nothing reads states here: ${subject}`);
  return { kind: 'state', subject, read: () => readState(pool, subject) };
}
