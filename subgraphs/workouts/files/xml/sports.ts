import { combineSports, type CombinedSports, type Sport } from '../../domain/sport.ts';
import { isIndoorsByName, sportFromName } from '../../domain/sportNames.ts';

/** What the names in a file say of its sport, and what it is of all in all. */
export class SportReader {
  readonly #open = new Set<Sport>();
  readonly #indoors = new Set<Sport>();
  #namesKnown = false;

  /** Whether the name tells a sport, known or not. */
  add(name: string): boolean {
    const told = sportFromName(name);
    if (told === null) return false;
    this.#namesKnown ||= told !== 'UNKNOWN';
    (isIndoorsByName(name) ? this.#indoors : this.#open).add(told === 'UNKNOWN' ? 'OTHER' : told);
    return true;
  }

  combine(): CombinedSports & { isSportUnknown: boolean } {
    const combined = combineSports(this.#open, this.#indoors);
    return { ...combined, isSportUnknown: combined.sport !== null && !this.#namesKnown };
  }
}
