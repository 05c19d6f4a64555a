import { expect, inject, test } from 'vitest';
import { fuzz } from './fuzz/fuzz.ts';

/** The short run of what `npm run fuzz:requests` does at length; LAUREL_FUZZ_SEED tries others. */
const seed = Number(process.env['LAUREL_FUZZ_SEED'] ?? 20260411);
/** Limited by the sender's address, which the other tests here share. */
const without = [
  'register',
  'logIn',
  'requestPasswordReset',
  'resetPassword',
  'requestEmailConfirmation',
  'confirmEmail',
];

test('whatever is sent, the answer names what is wrong with it, and what is kept can be read', async () => {
  const { faults, fields } = await fuzz({ gatewayUrl: inject('gatewayUrl'), seed, requests: 250, without });
  expect(faults).toEqual([]);
  expect(fields.size).toBeGreaterThan(40);
  expect([...fields.values()].filter(({ accepted }) => accepted > 0).length).toBeGreaterThan(15);
});
