import { VISIBLE } from '#platform/visible.ts';

const LONGEST_LABEL = 120;

/** What breaks a line, turns its direction or is not seen; but for joiners and tags, of which letters, emoji and flags are made. */
const UNFIT = /[[\p{C}--[\u00ad\u200c-\u200d\u{e0020}-\u{e007f}]]\s]+/gv;
const HALF_A_CHARACTER = /[\ud800-\udbff]$/;

/** A name from a file as one line of at most 120 characters, fit to be stored and shown; null when there is nothing to see of it. */
export function labelOf(text: string): string | null {
  const line = text
    .slice(0, 10 * LONGEST_LABEL)
    .replace(UNFIT, ' ')
    .trim();
  const label = line.slice(0, LONGEST_LABEL).replace(HALF_A_CHARACTER, '').toWellFormed().trim();
  return VISIBLE.test(label) ? label : null;
}
