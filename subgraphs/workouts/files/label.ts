const LONGEST_LABEL = 120;

/** What breaks a line, turns its direction or is not seen: all but the joiners, of which letters and emoji are made. */
const UNFIT = /[[\p{C}--[\u200c\u200d]]\s]+/gv;

/** A name from a file as one line of at most 120 characters, fit to be stored and shown; null when there is nothing to see of it. */
export function labelOf(text: string): string | null {
  const line = text
    .slice(0, 10 * LONGEST_LABEL)
    .replace(UNFIT, ' ')
    .trim();
  const label = line.slice(0, LONGEST_LABEL).toWellFormed().trim();
  return /[^\u200c\u200d\s]/.test(label) ? label : null;
}
