import { z } from 'zod';
import { paragraphs } from '#platform/server/input.ts';
import { VISIBLE } from '#platform/visible.ts';

/** The text of a message: something of it is seen. */
export const body = paragraphs(4000).transform((text, context) => {
  if (text !== null && VISIBLE.test(text)) return text;
  context.addIssue('Write something.');
  return z.NEVER;
});

/** A place in a room's history, as its cursor holds it: the sequence of an event. */
export const place = z.int().nonnegative();
