import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { parseId } from '#platform/server/input.ts';

/** Makes and reads the secret addresses of people's calendars. */
export interface CalendarUrls {
  /** The address of a person's calendar; `generation` makes another of it. */
  make(personId: string, generation: number): string;
  /** Whose calendar an address is, by what follows `/calendar/`; undefined when we did not make it. */
  read(name: string): { readonly personId: string; readonly generation: number } | undefined;
}

/** A name is `<person>.<generation>.<HMAC-SHA256>.ics`, by a key of its own made of the service's secret. */
export function createCalendarUrls(secret: string, publicUrl: string): CalendarUrls {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'laurel calendar url', 32));
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    make: (personId, generation) => {
      const text = `${personId}.${generation}`;
      const base = publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`;
      return new URL(`calendar/${text}.${sign(text).toString('base64url')}.ics`, base).href;
    },
    read: (name) => {
      const [, person = '', generation = '', signature = ''] =
        /^([^.]+)\.(\d{1,9})\.([\w-]{43})\.ics$/.exec(name) ?? [];
      const personId = parseId(person);
      const [given, expected] = [Buffer.from(signature, 'base64url'), sign(`${person}.${generation}`)];
      if (personId === undefined || given.length !== expected.length || !timingSafeEqual(given, expected)) return;
      return { personId, generation: Number(generation) };
    },
  };
}
