import type { Account } from './domain/account.ts';
import type { Session } from './domain/session.ts';

/** The public half of an account. */
export type UserModel = Pick<Account, 'id' | 'username' | 'displayName'>;
/** The whole account, for the person alone. */
export type ViewerModel = Account;
/** A session as it is stored. */
export type AuthSessionModel = Session;
