import type { Account, LedgerTransaction } from './domain/ledger.ts';

/** What a person holds, for the person alone. */
export type RewardAccountModel = Account;
/** A movement of a balance as it was posted. */
export type RewardTransactionModel = LedgerTransaction;
