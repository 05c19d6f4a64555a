import { z } from 'zod';
import { countCharacters, paragraphs } from '#platform/server/input.ts';
import { VISIBLE } from '#platform/visible.ts';

/** The text of a message: something of it is seen. */
export const body = paragraphs(4000).transform((text, context) => {
  if (text !== null && VISIBLE.test(text)) return text;
  context.addIssue('Write something.');
  return z.NEVER;
});

/** A place in a room's history, as its cursor holds it: the sequence of an event. */
export const place = z.int().nonnegative();

/** An id a client made. */
export const clientMessageId = z
  .string()
  .refine(
    (text) => text.isWellFormed() && !/\p{Cc}/u.test(text) && text !== '' && countCharacters(text) <= 100,
    'An id has 1 to 100 characters.',
  );
