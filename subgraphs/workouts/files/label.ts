const LONGEST_LABEL = 120;

/** A name from a file as one line of at most 120 characters, fit to be stored and shown; null when nothing is left. */
export function labelOf(text: string): string | null {
  const line = text
    .slice(0, 10 * LONGEST_LABEL)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return line.slice(0, LONGEST_LABEL).toWellFormed().trim() || null;
}
