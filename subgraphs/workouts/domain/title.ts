import type { Sport } from './sport.ts';
import { localHourOf } from './times.ts';

/** Longest title, in code points. */
export const MAX_TITLE_LENGTH = 120;
/** Longest description, in code points. */
export const MAX_DESCRIPTION_LENGTH = 2000;

const NOUNS: Record<Sport, string> = {
  RUNNING: 'run',
  TRAIL_RUNNING: 'trail run',
  WALKING: 'walk',
  HIKING: 'hike',
  CYCLING: 'ride',
  MOUNTAIN_BIKING: 'mountain bike ride',
  INDOOR_CYCLING: 'indoor ride',
  SWIMMING: 'swim',
  OPEN_WATER_SWIMMING: 'open water swim',
  ROWING: 'row',
  STRENGTH: 'strength training',
  YOGA: 'yoga',
  SKIING: 'ski',
  OTHER: 'workout',
};

type Named = { name: string | null; sport: Sport; startedAt: number | null; timeZone: string };

/** What a workout is called when its owner did not say: the file's name for it, else sport and time of day ("Morning run"). */
export function titleOf({ name, sport, startedAt, timeZone }: Named): string {
  const given = cleaned(name ?? '');
  if (given !== '') return given;
  const words = startedAt === null ? NOUNS[sport] : `${timeOfDay(localHourOf(startedAt, timeZone))} ${NOUNS[sport]}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A workout or plan that has a name; whether its owner gave it, as far as was noted. */
type Titled = Omit<Named, 'name' | 'startedAt'> & {
  readonly title: string;
  readonly isTitleGiven: boolean;
  readonly startedAt: Date | null;
};

/** The name that we make, of sport and time of day. */
export const madeTitle = ({ sport, startedAt, timeZone }: Pick<Titled, 'sport' | 'startedAt' | 'timeZone'>): string =>
  titleOf({ name: null, sport, startedAt: startedAt?.getTime() ?? null, timeZone });

/** Whether we made the name. */
export const isMadeTitle = (known: Titled): boolean => !known.isTitleGiven && known.title === madeTitle(known);

/** What something is called that has other figures from now on: as before, unless we made the name. */
export const titleAnew = (known: Titled, figures: Named): string =>
  isMadeTitle(known) ? titleOf(figures) : known.title;

/** One line of text, without control characters, not too long. */
function cleaned(text: string): string {
  const line = onOneLine(text).replace(/\s+/gu, ' ').trim();
  return [...line].slice(0, MAX_TITLE_LENGTH).join('').trim();
}

/** Text that somebody's file brings, without what breaks a line or turns the direction of what it is shown in: spaces instead. */
export const onOneLine = (text: string): string =>
  text.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, ' ');

function timeOfDay(hour: number): string {
  if (hour < 5 || hour >= 22) return 'night';
  if (hour < 11) return 'morning';
  if (hour < 14) return 'lunch';
  return hour < 18 ? 'afternoon' : 'evening';
}
