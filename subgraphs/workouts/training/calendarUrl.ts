import { parseId } from '#platform/server/input.ts';
import { createSignature } from '#platform/server/signature.ts';

/** Makes and reads the secret addresses of people's calendars. */
export interface CalendarUrls {
  /** The address of a person's calendar; `generation` makes another of it. */
  make(personId: string, generation: number): string;
  /** Whose calendar an address is, by what follows `/calendar/`; undefined when we did not make it. */
  read(name: string): { readonly personId: string; readonly generation: number } | undefined;
}

/** A name is `<person>.<generation>.<signature>.ics`. */
export function createCalendarUrls(secret: string, publicUrl: string): CalendarUrls {
  const { sign, isGenuine } = createSignature(secret, 'laurel calendar url');
  return {
    make: (personId, generation) => {
      const text = `${personId}.${generation}`;
      const base = publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`;
      return new URL(`calendar/${text}.${sign(text)}.ics`, base).href;
    },
    read: (name) => {
      const [, person = '', generation = '', signature = ''] =
        /^([^.]+)\.(\d{1,9})\.([\w-]{43})\.ics$/.exec(name) ?? [];
      const personId = parseId(person);
      if (personId === undefined || !isGenuine(signature, `${person}.${generation}`)) return;
      return { personId, generation: Number(generation) };
    },
  };
}
