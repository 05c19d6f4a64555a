import type { Message } from '#platform/events/envelope.ts';
import { afterCommit, type Pool, type Queryable } from './connection.ts';

/** A row of the outbox: an event, or a note that the state behind a subject has changed. */
export interface OutboxRow {
  readonly eventId: string;
  readonly subject: string;
  readonly body: Message['envelope'] | null;
}

/** More than that while the broker is away are found in the table. */
const LARGEST_SIZE = 500;

const waiting = new WeakMap<Pool, OutboxRow[]>();

/**
 * Keeps what a transaction writes to the outbox, once it is committed, for the relay of this process, which then need not
 * look for it. It may forget any: the table says the same.
 */
export function keepFresh(tx: Queryable, rows: readonly OutboxRow[]): void {
  afterCommit(tx, (pool) => {
    const kept = waiting.get(pool) ?? [];
    if (kept.length + rows.length <= LARGEST_SIZE) waiting.set(pool, [...kept, ...rows]);
  });
}

/** Takes the oldest. */
export const takeFresh = (pool: Pool, limit: number): readonly OutboxRow[] => waiting.get(pool)?.splice(0, limit) ?? [];

/** Whether there are more. */
export const hasFresh = (pool: Pool): boolean => (waiting.get(pool)?.length ?? 0) > 0;
