import { expect, test } from 'vitest';
import { labelOf } from '../files/label.ts';

test.each([
  ['of several lines', ' Morning\r\n\tride ', 'Morning ride'],
  ['that turns its direction', 'a\u202eb\u2066c', 'a b c'],
  ['of emoji and letters that are joined', '👨‍👩‍👧‍👦 می‌خواهم', '👨‍👩‍👧‍👦 می‌خواهم'],
  ['with a flag and a soft hyphen', '🏴󠁧󠁢󠁥󠁮󠁧󠁿 A\u00adB', '🏴󠁧󠁢󠁥󠁮󠁧󠁿 A\u00adB'],
  ['that a long one would be cut within a character of', `${'x'.repeat(119)}😀`, 'x'.repeat(119)],
  ['that looks empty', '\u3164\u2800', null],
  ['with half a character', 'a\ud83d', 'a'],
  ['of what is not seen', '\u200b\u200d\ufeff \u0000', null],
  ['too long', 'x'.repeat(500), 'x'.repeat(120)],
])('a name %s is one line that can be read', (_which, text, label) => {
  expect(labelOf(text)).toBe(label);
});
