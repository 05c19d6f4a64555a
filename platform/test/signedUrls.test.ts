import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSignature } from '../server/signature.ts';
import { createSignedUrls } from '../server/signedUrls.ts';

const SECRET = 'a secret of at least thirty-two letters';
const NOW = new Date('2026-05-01T00:00:00Z');
const LATER = new Date('2026-05-01T01:00:00Z');
const urls = (purpose = 'test', secret = SECRET) =>
  createSignedUrls({ secret, publicUrl: 'http://gateway.example', folder: 'things', purpose });
const tokenOf = (url: string): string => new URL(url).searchParams.get('token') ?? '';

test('an address is good for its thing until it expires', () => {
  const url = urls().make('one', LATER);
  expect(url).toMatch(/^http:\/\/gateway\.example\/things\/one\?token=/);
  const check = (id: string, now: Date) => urls().check(id, tokenOf(url), now);
  expect([check('one', NOW), check('one', LATER), check('two', NOW)]).toEqual(['GOOD', 'EXPIRED', 'FORGED']);
});

test('an address of another purpose or secret is forged', () => {
  const token = tokenOf(urls().make('one', LATER));
  expect(urls('another').check('one', token, NOW)).toBe('FORGED');
  expect(urls('test', `${SECRET}!`).check('one', token, NOW)).toBe('FORGED');
});

test('a signature with any other letter is none, also where that letter would decode alike', () => {
  const { sign, isGenuine } = createSignature(SECRET, 'test');
  const letters = Buffer.from(Array.from({ length: 94 }, (_, at) => 33 + at)).toString();
  fc.assert(
    fc.property(fc.string(), fc.nat({ max: 42 }), fc.nat({ max: letters.length - 1 }), (text, at, which) => {
      const letter = letters.charAt(which);
      const genuine = sign(text);
      const other = genuine.slice(0, at) + letter + genuine.slice(at + 1);
      expect(isGenuine(genuine, text)).toBe(true);
      expect(isGenuine(other, text)).toBe(other === genuine);
    }),
  );
  for (let which = 0; which < letters.length; which++) {
    const other = `${sign('text').slice(0, -1)}${letters.charAt(which)}`;
    expect(isGenuine(other, 'text')).toBe(other === sign('text'));
  }
});

test.each([undefined, null, 7, '', '.', 'x', 'x.', '.x', ['a.b']])('the token %j is forged', (token) => {
  expect(urls().check('one', token, NOW)).toBe('FORGED');
});
