import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { envelopeSchema, type Message } from '#platform/events/envelope.ts';
import type { Outgoing, OutboxSource } from '#platform/events/relay.ts';
import { change, many, transaction, type Pool, type Queryable } from './connection.ts';

/** How many messages are taken at once. */
const BATCH = 100;

const row = z.object({
  position: z.string(),
  subject: z.string(),
  body: envelopeSchema.nullable(),
});

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
}

/** Notes in the outbox that the state behind a subject has changed; it is read when it is published. */
export async function writeState(tx: Queryable, subject: string): Promise<void> {
  await change(tx, 'INSERT INTO outbox (event_id, subject) VALUES ($1, $2)', [uuidv7(), subject]);
}

/** Reads the state behind a subject, as it is now; undefined when there is none any more. */
export type ReadState = (db: Queryable, subject: string) => Promise<Message | undefined>;

/**
 * The outbox of a PostgreSQL service. Rows are deleted in a transaction that ends when they are published; other instances
 * pass over them meanwhile.
 */
export function postgresOutbox(pool: Pool, readState?: ReadState): OutboxSource {
  return {
    drain: (publish) =>
      transaction(pool, async (tx) => {
        const taken = await many(
          tx,
          row,
          `DELETE FROM outbox WHERE position = ANY
             (ARRAY(SELECT position FROM outbox ORDER BY position LIMIT $1 FOR UPDATE SKIP LOCKED))
           RETURNING position, subject, body`,
          [BATCH],
        );
        if (taken.length === 0) return false;
        const rows = taken.toSorted((a, b) => Number(a.position) - Number(b.position));
        await publish(newestStates(rows).map((entry) => toOutgoing(pool, entry, readState)));
        failpoint('outbox.before-commit');
        return rows.length === BATCH;
      }),
  };
}

/** Of several notes about one state one is enough. */
function newestStates(rows: readonly z.infer<typeof row>[]): readonly z.infer<typeof row>[] {
  const seen = new Set<string>();
  return rows.filter((entry) => {
    if (entry.body) return true;
    if (seen.has(entry.subject)) return false;
    seen.add(entry.subject);
    return true;
  });
}

/** States are read outside of the transaction that holds the rows: several at once, each as it is committed. */
function toOutgoing(pool: Pool, entry: z.infer<typeof row>, readState: ReadState | undefined): Outgoing {
  const { subject, body } = entry;
  if (body) return { kind: 'event', message: { subject, envelope: body } };
  if (!readState) throw new Error(`the outbox holds a state, and nothing reads states here: ${subject}`);
  return { kind: 'state', subject, read: () => readState(pool, subject) };
}
