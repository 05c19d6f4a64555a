import { createState, type Message } from '#platform/events/envelope.ts';
import type { Transaction } from '#platform/postgres/connection.ts';
import { writeEvents } from '#platform/postgres/outbox.ts';
import { SessionRevoked } from '#events/users.ts';
import { ACCESS_TOKEN_SECONDS } from '../credentials/accessTokens.ts';
import { revokeSession, revokeSessions } from '../store/sessions.ts';

/** Tokens are believed a little longer where clocks differ. */
const GRACE_SECONDS = 60;

/** Ends a session of an account and tells the gateway. @returns whether the account has such a session. */
export async function endSession(
  tx: Transaction,
  session: { id: string; accountId: string; now: Date },
): Promise<boolean> {
  const found = await revokeSession(tx, session);
  if (found) await writeEvents(tx, [revocation(session.id, session.now)]);
  return found;
}

/** Ends all sessions of an account but one, and tells the gateway of those that tokens may still be out of. */
export async function endSessions(
  tx: Transaction,
  { accountId, except, now }: { accountId: string; except?: string; now: Date },
): Promise<void> {
  const usedSince = new Date(now.getTime() - (ACCESS_TOKEN_SECONDS + GRACE_SECONDS) * 1000);
  const ids = await revokeSessions(tx, { accountId, except, now, usedSince });
  await writeEvents(
    tx,
    ids.map((id) => revocation(id, now)),
  );
}

/** The word that a session or API key counts no more. */
export const revocation = (sessionId: string, now: Date): Message =>
  createState(SessionRevoked, `revocations.${sessionId}`, sessionId, { version: 1, sessionId }, now);
