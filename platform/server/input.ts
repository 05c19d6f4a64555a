// What mutations take in their input objects, as zod schemas: each refuses with a sentence for the caller.
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { VISIBLE } from '#platform/visible.ts';

/** How many characters (code points) a text has. */
export const countCharacters = (text: string): number => Array.from(text).length;

/** Characters that break a line, or turn the direction of whatever a name is shown in. */
const UNWANTED = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** Text of one line, trimmed: 1 to `max` characters (code points), one of them to be seen, none a control character. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .refine((text) => VISIBLE.test(text), 'This must not be empty.')
    .refine((text) => countCharacters(text) <= max, `At most ${max} characters are allowed.`)
    .refine((text) => text.isWellFormed() && !UNWANTED.test(text), 'Control characters are not allowed.');

/** Text of any number of lines, trimmed: at most `max` characters (code points); null when there is none. */
export const paragraphs = (max: number) => lines(max).transform((text) => text || null);

/** The same in place of what there is: undefined where it was left out. */
export const newParagraphs = (max: number) =>
  lines(max).transform((text) => (text === undefined ? text : text || null));

const lines = (max: number) =>
  z
    .string()
    .trim()
    .refine((text) => countCharacters(text) <= max, `At most ${max} characters are allowed.`)
    .refine((text) => text.isWellFormed() && !/[^\P{Cc}\n\r\t]/u.test(text), 'Control characters are not allowed.')
    .nullish();

/** An instant as RFC 3339, from 1970 to 9999. Of one that lies elsewhere no other bounds are looked at: it is told one reason. */
export const moment = () =>
  z.iso
    .datetime({ offset: true, error: 'This is not an instant such as 2026-05-01T06:30:00Z.' })
    .transform((text) => new Date(text))
    .refine((date) => date.getTime() >= 0, { error: 'This lies before 1970.', abort: true })
    .refine((date) => date.getUTCFullYear() < 10_000, { error: 'This lies after 9999.', abort: true });

/** A date without a time zone, from the year 1 to 9999: stores know no year 0. */
export const calendarDay = () =>
  z.iso
    .date('This is not a date such as 2026-05-01.')
    .refine((day) => !day.startsWith('0000-'), 'This lies before the year 1.');

/** The name of a time zone in the IANA database, with its usual capitals; offsets such as `+01:00` are none. */
export const timeZone = () =>
  z
    .string()
    .max(64)
    .refine((name) => timeZoneName(name) !== undefined, 'This is not a time zone such as Europe/Ljubljana.')
    .transform((name) => timeZoneName(name) ?? name);

const EPOCH = Temporal.Instant.fromEpochMilliseconds(0);

function timeZoneName(name: string): string | undefined {
  if (!/^[a-z]/i.test(name)) return undefined;
  try {
    // Old and new names of one zone stay as they are: only their capitals are mended.
    return EPOCH.toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return undefined;
  }
}

/** An id as all domains make them, in the spelling the stores keep; undefined for anything else. */
export const parseId = (text: string): string | undefined => {
  const parsed = z.uuid().safeParse(text);
  return parsed.success ? parsed.data.toLowerCase() : undefined;
};

/** An id that a client makes, so that what it sends again is done once. */
export const clientId = () => line(100);
