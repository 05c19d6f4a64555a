import { z } from 'zod';
import type { Message } from '#platform/events/envelope.ts';

/** An event that waits in its document. All text, so that what is removed is exactly what was read. */
export const pendingEventSchema = z.object({ id: z.string(), subject: z.string(), body: z.string() });
/** An event that waits in its document. */
export type PendingEvent = z.infer<typeof pendingEventSchema>;

/** The fields of a document that is its own outbox: part of the zod schema of such documents. */
export const outboxShape = {
  pendingEvents: z.array(pendingEventSchema),
  /** Whether there are any: what the relay finds them by. */
  hasPendingEvents: z.boolean(),
  /** The document is deleted as soon as its events are out; nothing else reads it any more. */
  isTombstone: z.boolean().default(false),
};

/** The outbox fields of a new document that tells of these events. */
export const withEvents = (messages: readonly Message[]) => ({
  pendingEvents: messages.map(toPending),
  hasPendingEvents: messages.length > 0,
  isTombstone: false,
});

/** An event as it waits in its document. To add some to a document that is there, `$push` them and set the flag. */
export const toPending = ({ subject, envelope }: Message): PendingEvent => ({
  id: envelope.id,
  subject,
  body: JSON.stringify(envelope),
});
