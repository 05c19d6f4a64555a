import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Relay } from '#platform/events/relay.ts';
import { afterCommit, violates, type Pool, type Transaction } from '#platform/postgres/connection.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { registerAccount } from '../actions/account/registerAccount.ts';
import { newAccount } from '../domain/account.ts';
import {
  decideFirstSight,
  decideOutsideSession,
  deriveUsername,
  lastEnding,
  sessionKey,
  type OutsideIdentity,
} from '../domain/outsideIdentity.ts';
import type { Mailer } from '../mail/mailer.ts';
import { mailNotice } from '../mail/mailToken.ts';
import { holdAccount, holdAccountOfEmail, isUsernameTaken } from '../store/accounts.ts';
import {
  findClosing,
  findIdentity,
  findOutsideSession,
  insertIdentity,
  isSessionClosed,
  lockIdentity,
  nameSession,
  touchOutsideSession,
} from '../store/outsideIdentities.ts';
import { insertSession } from '../store/sessions.ts';

/** What outside identities are let in with. */
export interface OutsideServices {
  readonly pool: Pool;
  readonly relay: Relay;
  readonly mailer: Pick<Mailer, 'wake'>;
  readonly now: () => Date;
}

/** Who is logged in by an outside token. */
export interface OutsideLogIn {
  readonly userId: string;
  readonly sessionId: string;
}

const TRIES = 3;

/**
 * Logs an outside identity in, whose token the gateway has verified; the first time this makes an account. Two first
 * requests at once make one. `userAgent` is what the client's program says it is. @returns undefined when its session was ended here, or its account deleted.
 */
export async function openOutsideSession(
  services: OutsideServices,
  identity: OutsideIdentity,
  userAgent: string | null,
): Promise<OutsideLogIn | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      return await writeAtomically(services, 'users.outside-log-in', (tx) => logIn(tx, identity, userAgent, services));
    } catch (error) {
      const taken = violates(error, 'accounts_username_key') || violates(error, 'accounts_email_key');
      // Somebody registered the name or the address in between: decided anew.
      if (!taken || tries === TRIES) throw error;
    }
  }
}

async function logIn(
  tx: Transaction,
  identity: OutsideIdentity,
  userAgent: string | null,
  services: OutsideServices,
): Promise<OutsideLogIn | undefined> {
  const now = services.now();
  await lockIdentity(tx, identity);
  const userId = (await findIdentity(tx, identity)) ?? (await welcome(tx, identity, services.mailer, now));
  if (userId === undefined || !(await holdAccount(tx, userId))) return undefined;
  const key = sessionKey(identity);
  const found = await findOutsideSession(tx, userId, key);
  const closedAt = await findClosing(tx, identity);
  const decision = decideOutsideSession(identity, found, closedAt);
  if (decision === 'refuse') return undefined;
  // One that nobody has used for long may have been cleared away a moment ago.
  const seen = { authenticatedAt: identity.authenticatedAt, userAgent, now };
  if (decision === 'continue' && found && (await touchOutsideSession(tx, found.id, seen))) {
    return { userId, sessionId: found.id };
  }
  const sessionId = uuidv7();
  const session = { id: sessionId, accountId: userId, createdAt: now, lastUsedAt: now, revokedAt: null, userAgent };
  await insertSession(tx, session);
  const since = lastEnding(found, closedAt);
  await nameSession(tx, { id: sessionId, accountId: userId, key, authenticatedAt: identity.authenticatedAt, since });
  return { userId, sessionId };
}

/** The account of an identity that was never seen. */
async function welcome(
  tx: Transaction,
  identity: OutsideIdentity,
  mailer: OutsideServices['mailer'],
  now: Date,
): Promise<string | undefined> {
  const closedAt = await findClosing(tx, identity);
  if (closedAt && identity.issuedAt <= closedAt) return undefined;
  if (identity.session !== null && (await isSessionClosed(tx, sessionKey(identity)))) return undefined;
  const { verifiedEmail } = identity;
  const owner = verifiedEmail === null ? undefined : await holdAccountOfEmail(tx, verifiedEmail);
  const decision = decideFirstSight(identity, owner);
  const accountId = decision.kind === 'belongs' ? decision.accountId : await makeAccount(tx, identity, decision, now);
  await insertIdentity(tx, identity, accountId, now);
  if (decision.kind === 'belongs' && owner) {
    await mailNotice(tx, { accountId, kind: 'OUTSIDE_LOG_IN_ADDED', recipient: owner.email, now });
    afterCommit(tx, () => mailer.wake());
  }
  return accountId;
}

async function makeAccount(
  tx: Transaction,
  { username, name }: OutsideIdentity,
  { email }: { email: string | null },
  now: Date,
): Promise<string> {
  const chance = randomBytes(4).toString('hex');
  const wanted = deriveUsername(username, chance, false);
  const chosen = deriveUsername(username, chance, await isUsernameTaken(tx, wanted));
  const account = newAccount(uuidv7(), { username: chosen, email: email ?? '', displayName: name });
  const confirmed = { ...account, email, emailConfirmedAt: email === null ? null : now, hasPassword: false };
  await registerAccount(tx, confirmed, null, now);
  return account.id;
}
