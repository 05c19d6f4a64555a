import type { MicroTokens } from './amount.ts';
import type { LocalDate } from './calendar.ts';

/** What a person holds. */
export interface Account {
  readonly ownerId: string;
  readonly balance: MicroTokens;
}

/** The kinds of movements of a person's balance. */
export type TransactionKind = 'GRANT' | 'REVERSAL';

/** A movement of a person's balance as it was posted. */
export interface LedgerTransaction {
  readonly id: string;
  /** Grows with every transaction of a person. */
  readonly position: string;
  readonly kind: TransactionKind;
  /** Positive when tokens came, negative when they went. */
  readonly amount: MicroTokens;
  readonly earnedOn: LocalDate;
  readonly createdAt: Date;
}

/** What a difference between what a day earns and what was posted for it is. */
export const kindOf = (amount: MicroTokens): TransactionKind => (amount > 0n ? 'GRANT' : 'REVERSAL');

/** A sentence for the person about a movement. */
export function reasonOf({ kind, earnedOn }: Pick<LedgerTransaction, 'kind' | 'earnedOn'>): string {
  switch (kind) {
    case 'GRANT':
      return `Tokens for your workouts of ${earnedOn}.`;
    case 'REVERSAL':
      return `Tokens taken back, because what your workouts of ${earnedOn} earn has changed.`;
    default:
      return kind satisfies never;
  }
}

/**
 * The part of a balance that is still held: for each earning day what came during the hold less what went, never less
 * than nothing, and never more than the balance.
 */
export function pendingOf(balance: MicroTokens, heldByDay: readonly MicroTokens[]): MicroTokens {
  const held = heldByDay.reduce((sum, amount) => (amount > 0n ? sum + amount : sum), 0n);
  return held < balance ? held : balance;
}
