import { combineSports, type CombinedSports, type Sport } from '../../domain/sport.ts';
import type { FitMessage } from './messages.ts';
import { SPORT } from './profile.ts';
import type { FitSummary, ToldSport } from './sessions.ts';
import { sportOf } from './summaries.ts';

/** What a file says of its sport in messages of their own, and what it is of all in all. */
export class SportReader {
  readonly #sports: ToldSport[] = [];
  readonly #names = new Set<string>();

  add(message: FitMessage): void {
    this.#sports.push(sportOf(message, SPORT));
    const name = message.text(SPORT.name);
    if (name !== null) this.#names.add(name);
  }

  /** What the device calls the sport; null where it calls several, as in a multisport activity. */
  get name(): string | null {
    return this.#names.size > 1 ? null : (this.#names.values().next().value ?? null);
  }

  /** What sessions say goes before what is said of the sport alone, and that before what laps say. */
  combine(sessions: readonly FitSummary[], laps: readonly FitSummary[]): CombinedSports {
    const sources = [sessions, this.#sports, laps];
    const telling = sources.find((each) => each.some(({ sport }) => sport !== null)) ?? [];
    const combined = sportsOf(telling);
    if (telling === sessions) return combined;
    // those that name no sport may tell all the same that it was indoors
    const areIndoors = sources.some((each) => each.length > 0 && each.every(({ isIndoors }) => isIndoors));
    return { ...combined, isIndoors: combined.isIndoors || areIndoors };
  }
}

function sportsOf(told: readonly ToldSport[]): CombinedSports {
  const where = (indoors: boolean): Set<Sport> =>
    new Set(told.flatMap(({ sport, isIndoors }) => (sport !== null && isIndoors === indoors ? [sport] : [])));
  return combineSports(where(false), where(true));
}
