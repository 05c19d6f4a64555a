import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '#platform/postgres/connection.ts';
import type { Context } from '../../context.ts';
import type { AccessToken } from '../../credentials/accessTokens.ts';
import { createRefreshToken } from '../../credentials/refreshTokens.ts';
import type { Session } from '../../domain/session.ts';
import { insertRefreshToken, insertSession } from '../../store/sessions.ts';

/** A session with its tokens, as the one who opened or refreshed it gets it. */
export interface SessionTokens extends AccessToken {
  readonly id: string;
  readonly refreshToken: string;
}

/** A session and the refresh token just made for it. */
export interface Opened {
  readonly session: Session;
  readonly refreshToken: string;
}

/** Opens a session of an account, for the client that asks. */
export async function openSession(context: Context, tx: Transaction, accountId: string): Promise<Opened> {
  const now = context.now();
  const userAgent = context.client.userAgent ?? null;
  const session: Session = { id: uuidv7(), accountId, createdAt: now, lastUsedAt: now, revokedAt: null, userAgent };
  await insertSession(tx, session);
  return { session, refreshToken: await addRefreshToken(tx, session.id, now) };
}

/** Makes a refresh token for a session and stores its hash. */
export async function addRefreshToken(tx: Transaction, sessionId: string, now: Date): Promise<string> {
  const { token, hash } = createRefreshToken();
  await insertRefreshToken(tx, sessionId, hash, now);
  return token;
}

/** The answer to whoever opened or refreshed a session. */
export async function sessionTokens(context: Context, { session, refreshToken }: Opened): Promise<SessionTokens> {
  return { id: session.id, refreshToken, ...(await context.issueAccessToken(session, context.now())) };
}
