import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { envelopeSchema, type Message } from '#platform/events/envelope.ts';
import type { Outgoing, OutboxSource } from '#platform/events/relay.ts';
import { many, transaction, type Pool, type Queryable } from './connection.ts';

/** How many messages are taken at once. */
const BATCH = 100;

const row = z.object({
  position: z.string(),
  subject: z.string(),
  body: envelopeSchema.nullable(),
});

/** Writes events to the outbox, in the transaction that changes the state they tell of. */
export async function writeEvents(tx: Queryable, messages: readonly Message[]): Promise<void> {
  for (const { subject, envelope } of messages) {
    await tx.query('INSERT INTO outbox (event_id, subject, body) VALUES ($1, $2, $3)', [
      envelope.id,
      subject,
      JSON.stringify(envelope),
    ]);
  }
}

/** Notes in the outbox that the state behind a subject has changed; it is read when it is published. */
export async function writeState(tx: Queryable, subject: string): Promise<void> {
  await tx.query('INSERT INTO outbox (event_id, subject) VALUES ($1, $2)', [uuidv7(), subject]);
}

/** Reads the state behind a subject, as it is now; undefined when there is none any more. */
export type ReadState = (db: Queryable, subject: string) => Promise<Message | undefined>;

/**
 * The outbox of a PostgreSQL service. Rows are locked while they are published and deleted after; other instances pass
 * over locked rows.
 */
export function postgresOutbox(pool: Pool, readState?: ReadState): OutboxSource {
  return {
    drain: (publish) =>
      transaction(pool, async (tx) => {
        const rows = await many(
          tx,
          row,
          'SELECT position, subject, body FROM outbox ORDER BY position LIMIT $1 FOR UPDATE SKIP LOCKED',
          [BATCH],
        );
        if (rows.length === 0) return 0;
        await publish(newestStates(rows).map((entry) => toOutgoing(pool, entry, readState)));
        await tx.query('DELETE FROM outbox WHERE position = ANY($1)', [rows.map((entry) => entry.position)]);
        failpoint('outbox.before-commit');
        return rows.length;
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
