import type { Account } from './domain/account.ts';
import type { GoalInWindow } from './domain/goal.ts';
import type { Session } from './domain/session.ts';

/** The public half of an account. */
export type UserModel = Pick<Account, 'id' | 'username' | 'displayName'>;
/** The whole account, for the person alone. */
export type ViewerModel = Account;
/** A session as it is stored. */
export type AuthSessionModel = Session;
/** A goal in the window that is spoken of. */
export type GoalModel = GoalInWindow;
/** One of the windows of a goal. */
export type GoalWindowModel = GoalInWindow;
