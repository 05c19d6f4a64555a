import type { PendingEvent } from './pendingEvents.ts';

/** What the relay must know of a document with pending events. */
export interface OutboxDocument {
  readonly _id: string;
  readonly version?: number;
  readonly pendingEvents: readonly PendingEvent[];
  readonly hasPendingEvents: boolean;
  readonly isTombstone: boolean;
}

/** A document as this process has just written it. */
export interface FreshDocument {
  readonly collection: string;
  readonly doc: OutboxDocument;
  /** Whether what follows the change is done. */
  readonly followed: boolean;
}

/**
 * Documents that this process has just written, on their way to the relay, which then need not look for them. It may
 * forget any: their flag says the same.
 */
export interface FreshEvents {
  add(fresh: FreshDocument): void;
  /** Says that something was written that is not handed over, or was and is lost: it is to be looked for. */
  miss(): void;
  /** Takes the oldest. */
  take(limit: number): FreshDocument[];
  /** Whether something was missed since this was last asked. */
  takeMissed(): boolean;
  readonly size: number;
}

/** More than that while the broker is away are found by their flag. */
const LARGEST_SIZE = 500;

export function createFreshEvents(): FreshEvents {
  const waiting: FreshDocument[] = [];
  let hasMissed = false;
  const miss = (): void => {
    hasMissed = true;
  };
  return {
    add: (fresh) => {
      if (waiting.length < LARGEST_SIZE) waiting.push(fresh);
      else miss();
    },
    miss,
    take: (limit) => waiting.splice(0, limit),
    takeMissed: () => {
      const missed = hasMissed;
      hasMissed = false;
      return missed;
    },
    get size() {
      return waiting.length;
    },
  };
}
