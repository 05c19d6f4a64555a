import { z } from 'zod';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../../context.ts';
import { hashRefreshToken } from '../../credentials/refreshTokens.ts';
import { decideRefresh, idleSince } from '../../domain/session.ts';
import { lockRefreshToken, useRefreshToken } from '../../store/sessions.ts';
import { endSession, writeEnding } from './endSessions.ts';
import { addRefreshToken, sessionTokens, type Opened, type SessionTokens } from './openSession.ts';

const input = z.object({ refreshToken: z.string().max(1000) });

/** Exchanges a refresh token for new tokens; a token that was used before revokes its session. */
export const refreshSession = defineAction({
  input,
  run: async (context: Context, { refreshToken }): Promise<Outcome<{ session: SessionTokens }>> => {
    const rotated = await rotate(context, hashRefreshToken(refreshToken));
    return rotated.ok ? done({ session: await sessionTokens(context, rotated.value) }) : rotated;
  },
});

const rotate = (context: Context, hash: Buffer): Promise<Outcome<Opened>> =>
  writeEnding(context, 'users.refresh', async (ending) => {
    const { tx } = ending;
    const now = context.now();
    const decision = decideRefresh(await lockRefreshToken(tx, hash), now);
    switch (decision.kind) {
      case 'refuse':
        return refused('INVALID_REFRESH_TOKEN', 'This session is over. Log in again.', 'refreshToken');
      case 'revoke':
        await endSession(ending, { ...decision.session, now });
        return refused(
          'REFRESH_TOKEN_REUSED',
          'This session was ended for safety, because its token was used twice. Log in again.',
          'refreshToken',
        );
      case 'rotate': {
        const session = { ...decision.session, lastUsedAt: now, userAgent: context.client.userAgent ?? null };
        await useRefreshToken(tx, { hash, session, idleSince: idleSince(now) });
        return done({ session, refreshToken: await addRefreshToken(tx, session.id, now) });
      }
      default:
        return decision satisfies never;
    }
  });
