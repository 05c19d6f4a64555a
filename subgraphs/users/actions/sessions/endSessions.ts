import { setTimeout as delay } from 'node:timers/promises';
import { createState, type Message } from '#platform/events/envelope.ts';
import { REVOCATIONS_TOPIC, type RevocationNotice } from '#platform/events/revocations.ts';
import type { Transaction } from '#platform/postgres/connection.ts';
import { writeEvents } from '#platform/postgres/outbox.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { SessionRevoked } from '#events/users.ts';
import type { Context } from '../../context.ts';
import { ACCESS_TOKEN_SECONDS } from '../../credentials/accessTokens.ts';
import { addMilliseconds } from '../../domain/calendar.ts';
import { deleteApiKeys } from '../../store/apiKeys.ts';
import { revokeSession, revokeSessions } from '../../store/sessions.ts';

/** Tokens are believed a little longer where clocks differ. */
const GRACE_SECONDS = 60;
/** A broker that is away is not waited for longer: the stream tells the gateway when it is back. */
const TELL_LIMIT_MS = 500;

/** A transaction that may end sessions or API keys, and which it has ended. */
export interface Ending {
  readonly tx: Transaction;
  readonly ended: string[];
}

/**
 * Writes as `writeAtomically` does what may end sessions or keys. The gateway is told before this returns: whoever has the
 * answer can be sure that what was ended is refused everywhere.
 */
export async function writeEnding<Result>(
  context: Pick<Context, 'pool' | 'relay' | 'notices'>,
  name: string,
  work: (ending: Ending) => Promise<Result>,
): Promise<Result> {
  const ended: string[] = [];
  const result = await writeAtomically(context, name, (tx) => work({ tx, ended }));
  if (ended.length > 0) {
    context.notices.send(REVOCATIONS_TOPIC, { ids: ended } satisfies RevocationNotice);
    const passedOn = context.notices.settled().catch(() => undefined);
    await Promise.race([passedOn, delay(TELL_LIMIT_MS, undefined, { ref: false })]);
  }
  return result;
}

/** Ends a session of an account and tells the gateway. @returns whether the account has such a session. */
export async function endSession(
  ending: Ending,
  session: { id: string; accountId: string; now: Date },
): Promise<boolean> {
  const found = await revokeSession(ending.tx, session);
  if (found) await tell(ending, [session.id], session.now);
  return found;
}

/** Ends all sessions of an account but one, and tells the gateway of those that tokens may still be out of. */
export async function endSessions(
  ending: Ending,
  { accountId, except, now }: { accountId: string; except?: string; now: Date },
): Promise<void> {
  const usedSince = addMilliseconds(now, -(ACCESS_TOKEN_SECONDS + GRACE_SECONDS) * 1000);
  await tell(ending, await revokeSessions(ending.tx, { accountId, except, now, usedSince }), now);
}

/** Deletes a key, or all of an account's, and tells the gateway, which may remember them. @returns the deleted ids. */
export async function endApiKeys(ending: Ending, accountId: string, now: Date, id?: string): Promise<string[]> {
  const ids = await deleteApiKeys(ending.tx, accountId, id);
  await tell(ending, ids, now);
  return ids;
}

async function tell({ tx, ended }: Ending, ids: readonly string[], now: Date): Promise<void> {
  ended.push(...ids);
  await writeEvents(
    tx,
    ids.map((id) => revocation(id, now)),
  );
}

/** The word that a session or API key counts no more. */
const revocation = (sessionId: string, now: Date): Message =>
  createState(SessionRevoked, `revocations.${sessionId}`, sessionId, { version: 1, sessionId }, now);
