import { describe, expect, test } from 'vitest';
import { calendarDay } from '#platform/server/input.ts';
import { email } from '../actions/inputs.ts';
import { newAccount } from '../domain/account.ts';
import { isCommon, isMonotonous, isNameOf } from '../domain/password.ts';
import { decideProfile, isBirthDate } from '../domain/profile.ts';
import { decideRefresh, IDLE_LIMIT_MS, type Session } from '../domain/session.ts';
import { isReserved } from '../domain/username.ts';

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
  const session: Session = {
    id: 's',
    accountId: 'a',
    createdAt: now,
    lastUsedAt: now,
    revokedAt: null,
    userAgent: null,
  };
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

describe('given a password', () => {
  const ana = { username: 'ana.runner', email: 'Ana.Kos@example.org' };
  const isRefused = (password: string): boolean =>
    isMonotonous(password) || isCommon(password) || isNameOf(password, ana);

  test.each([
    ...['        ', 'aaaaaaaaa', '🏃🏃🏃🏃🏃🏃🏃🏃', ' a a a a a '],
    ...['password', 'PassWord1', '12345678', 'ｐａｓｓｗｏｒｄ'],
    ...['ana.runner', 'ANA.Runner', 'Ana.Kos@Example.org', 'ana.kos', 'ａｎａ.ｋｏｓ'],
  ])('that is "%s", then it is refused', (password) => {
    expect(isRefused(password)).toBe(true);
  });

  test.each([
    ...['correct horse battery', 'aaaaaaab', 'a footballer', '🏃🏊🚴🧗🤸🏋🚣🧘', '7f3c9a12345678'],
    ...['ana.runner1', 'my ana.kos', 'example.org'],
  ])('that is "%s", then it is taken', (password) => {
    expect(isRefused(password)).toBe(false);
  });

  test('of somebody without an address, then their username alone counts', () => {
    expect(isNameOf('ana.runner', { ...ana, email: null })).toBe(true);
    expect(isNameOf('ana.kos', { ...ana, email: null })).toBe(false);
  });
});

test.each([
  ['admin', true],
  ['Administrator', true],
  ['Laurel', true],
  ['null', true],
  ['Ad.Min', true],
  ['deleted', true],
  ['support-team', false],
  ['laurel.smith', false],
  ['admin2', false],
  ['123', false],
])('That the username %s is kept from people is %s', (username, reserved) => {
  expect(isReserved(username)).toBe(reserved);
});

test('What is no e-mail address or date is told what one looks like', () => {
  const messages = [email, calendarDay()].map((schema) => schema.safeParse('mars').error?.issues[0]?.message);
  expect(messages).toEqual([
    'This is not an e-mail address such as ana@example.org.',
    'This is not a date such as 2026-05-01.',
  ]);
});
