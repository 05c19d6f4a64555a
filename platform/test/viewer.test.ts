import { SignJWT } from 'jose';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  anonymous,
  requirePerson,
  requireSender,
  signViewer,
  verifyViewer,
  VIEWER_TOKEN_SECONDS,
  type Viewer,
} from '#platform/viewer.ts';

const secret = 'the secret of gateway and subgraphs';
const ana: Viewer = { kind: 'person', userId: 'ana', sessionId: 'session-1', scopes: ['profile', 'workouts'] };

describe('a viewer token', () => {
  afterEach(() => void vi.useRealTimers());

  test('brings a person with session and scopes across', async () => {
    expect(await verifyViewer(secret, await signViewer(secret, ana))).toEqual(ana);
  });

  test('brings a device across, which is no person', async () => {
    const device: Viewer = { kind: 'device', userId: 'ana', keyId: 'key-1' };
    expect(await verifyViewer(secret, await signViewer(secret, device))).toEqual(device);
    expect(() => requirePerson(device)).toThrow();
    expect([requireSender(device).userId, requireSender(ana).userId]).toEqual(['ana', 'ana']);
    expect(() => requireSender(anonymous)).toThrow();
  });

  test('brings across that nobody is logged in', async () => {
    expect(await verifyViewer(secret, await signViewer(secret, anonymous))).toEqual(anonymous);
  });

  test('is good for a minute and no longer', async () => {
    vi.useFakeTimers();
    const token = await signViewer(secret, ana);
    vi.advanceTimersByTime((VIEWER_TOKEN_SECONDS - 2) * 1000);
    expect(await verifyViewer(secret, token)).toEqual(ana);
    vi.advanceTimersByTime(3000);
    expect(await verifyViewer(secret, token)).toBeUndefined();
  });

  test.each([
    ['of another secret', () => signViewer('another secret altogether', ana)],
    ['that was changed', async () => `${await signViewer(secret, ana)}x`],
    ['of another issuer', () => tokenBy('somebody-else', 'HS256')],
    ['of another algorithm', () => tokenBy('laurel-gateway', 'HS512')],
    ['that is missing', async () => undefined],
    ['that is no token', async () => 'ana'],
  ])('%s is refused', async (_what, make) => {
    expect(await verifyViewer(secret, await make())).toBeUndefined();
  });

  test('without a signature is refused', async () => {
    const [, payload] = (await signViewer(secret, ana)).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    expect(await verifyViewer(secret, `${header}.${payload}.`)).toBeUndefined();
  });
});

test('what needs a person refuses anonymous viewers with UNAUTHENTICATED', () => {
  expect(requirePerson(ana)).toBe(ana);
  expect(() => requirePerson(anonymous)).toThrow(expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } }));
});

const tokenBy = (issuer: string, alg: string): Promise<string> =>
  new SignJWT({ sid: 'session-1', scope: '' })
    .setProtectedHeader({ alg })
    .setIssuer(issuer)
    .setSubject('ana')
    .setExpirationTime('60s')
    .sign(new TextEncoder().encode(secret));
