import { describe, expect, test } from 'vitest';
import { calendarDay } from '#platform/server/input.ts';
import { email } from '../actions/inputs.ts';
import { newAccount } from '../domain/account.ts';
import { decideProfile, isBirthDate } from '../domain/profile.ts';
import { decideRefresh, IDLE_LIMIT_MS, type Session } from '../domain/session.ts';

const now = new Date('2026-05-01T12:00:00.000Z');
const account = newAccount('an account', { username: 'ana', email: 'ana@example.org' });

describe('given a profile', () => {
  test('when it changes, then its version counts on', () => {
    expect(decideProfile(account, { weightKilograms: 61 })).toMatchObject({
      ok: true,
      value: { weightKilograms: 61, version: 2 },
    });
  });

  test('when nothing changes, then it stays as it is', () => {
    expect(decideProfile(account, { timeZone: 'UTC' })).toEqual({ ok: true, value: account });
  });

  test('when a heart rate contradicts the other one told before, then the new one is refused', () => {
    const rested = { ...account, restingHeartRateBpm: 100 };
    expect(decideProfile(rested, { maxHeartRateBpm: 95 })).toMatchObject({
      problems: [{ path: ['maxHeartRateBpm'] }],
    });
    const measured = { ...account, maxHeartRateBpm: 95 };
    expect(decideProfile(measured, { restingHeartRateBpm: 95 })).toMatchObject({
      problems: [{ path: ['restingHeartRateBpm'] }],
    });
  });

  test.each([
    ['2021-05-01', true],
    ['2021-05-02', false],
    ['1900-01-01', true],
    ['1899-12-31', false],
  ])('when the birth date is %s, then that it may be is %s', (birthDate, allowed) => {
    expect(isBirthDate(birthDate, now)).toBe(allowed);
  });
});

describe('given a refresh token', () => {
  const session: Session = { id: 's', accountId: 'a', createdAt: now, lastUsedAt: now, revokedAt: null };
  const idle = { ...session, lastUsedAt: new Date(now.getTime() - IDLE_LIMIT_MS) };
  const revoked = { ...session, revokedAt: now };

  test.each([
    ['that nobody knows', undefined, 'refuse'],
    ['of a live session', { usedAt: null, session }, 'rotate'],
    ['used before', { usedAt: now, session }, 'revoke'],
    ['of a session idle for 60 days', { usedAt: null, session: idle }, 'refuse'],
    ['of a revoked session', { usedAt: null, session: revoked }, 'refuse'],
    ['used before, of a revoked session', { usedAt: now, session: revoked }, 'revoke'],
  ])('%s, then it is to %3$s', (_what, shown, kind) => {
    expect(decideRefresh(shown, now).kind).toBe(kind);
  });
});

test('What is no e-mail address or date is told what one looks like', () => {
  const messages = [email, calendarDay()].map((schema) => schema.safeParse('mars').error?.issues[0]?.message);
  expect(messages).toEqual([
    'This is not an e-mail address such as ana@example.org.',
    'This is not a date such as 2026-05-01.',
  ]);
});
