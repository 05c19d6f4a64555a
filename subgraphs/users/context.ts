import type { ClientInfo } from '#platform/client.ts';
import { unauthenticated } from '#platform/errors.ts';
import type { Notices } from '#platform/events/notices.ts';
import type { Relay } from '#platform/events/relay.ts';
import type { Pool, Queryable, Transaction } from '#platform/postgres/connection.ts';
import type { RequestInfo } from '#platform/server/requestInfo.ts';
import { requirePerson, type Person, type Viewer } from '#platform/viewer.ts';
import type { SignedUrls } from '#platform/server/signedUrls.ts';
import type { IssueAccessToken } from './credentials/accessTokens.ts';
import type { Limits } from './credentials/limits.ts';
import type { MailedTokens } from './credentials/mailedTokens.ts';
import type { Passwords } from './credentials/passwords.ts';
import type { Account } from './domain/account.ts';
import { localDate, type LocalDate } from './domain/calendar.ts';
import type { Goal } from './domain/goal.ts';
import { idleSince } from './domain/session.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { FriendFeed } from './live/friendFeed.ts';
import type { GoalFeed } from './live/goalFeed.ts';
import type { Mailer } from './mail/mailer.ts';
import type { PeopleCache } from './store/peopleCache.ts';
import { findAccountOfSession, lockAccount } from './store/accounts.ts';

/** What the process works with. */
export interface Services {
  readonly pool: Pool;
  readonly relay: Relay;
  readonly notices: Notices;
  readonly goalFeed: GoalFeed;
  readonly friendFeed: FriendFeed;
  /** Where the site is found. */
  readonly publicUrl: string;
  readonly passwords: Passwords;
  readonly issueAccessToken: IssueAccessToken;
  readonly limits: Limits;
  readonly mailedTokens: MailedTokens;
  readonly mailer: Mailer;
  readonly peopleCache: PeopleCache;
  readonly exportLinks: SignedUrls;
  readonly now: () => Date;
}

/** What a request works with. */
export interface Context extends Services, Loaders {
  readonly viewer: Viewer;
  readonly client: ClientInfo;
}

/** Makes the context of a request. */
export const createContext =
  (services: Services) =>
  ({ viewer, client }: RequestInfo): Context => ({
    ...services,
    ...createLoaders(services.pool, services.peopleCache, viewer),
    viewer,
    client,
  });

/**
 * The account the request is made for; undefined when nobody is logged in. An access token outlives its session by up to
 * 15 minutes; here, where sessions are kept, a revoked one counts no more.
 */
export async function viewerAccount(
  { viewer, pool, now }: Context,
  db: Queryable = pool,
): Promise<Account | undefined> {
  return viewer.kind === 'person' ? findAccountOfSession(db, viewer, idleSince(now())) : undefined;
}

/**
 * The person whose session the request is made with. In a transaction that has their account stay (`holdAccount`, `lockCounts`, `lockPair`) this is
 * so until it ends, as far as passwords and deletions end sessions. @throws UNAUTHENTICATED when it is over.
 */
export async function requireLiveSession(context: Context, db?: Queryable): Promise<Person> {
  const person = requirePerson(context.viewer);
  if (!(await viewerAccount(context, db))) throw unauthenticated();
  return person;
}

/**
 * The viewer's account, for this transaction to change alone. Whoever ends sessions with a password or the account holds it too:
 * what is under way then comes before that, or not at all. @throws UNAUTHENTICATED when the session or the account is over.
 */
export async function lockViewer(context: Context, tx: Transaction): Promise<Account> {
  await lockAccount(tx, requirePerson(context.viewer).userId);
  // Another statement, so that it sees what was written while this one waited.
  const account = await viewerAccount(context, tx);
  if (!account) throw unauthenticated();
  return account;
}

/** The date where the person of a goal is. */
export async function goalToday({ accounts, now }: Context, { accountId }: Goal): Promise<LocalDate> {
  const account = await accounts.load(accountId);
  return localDate(now(), account?.timeZone ?? 'UTC');
}
