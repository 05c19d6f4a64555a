import { done, refused, type Outcome } from '#platform/problems.ts';

/** What somebody wrote. */
export interface Message {
  readonly id: string;
  readonly roomId: string;
  /** The sequence of the event by which it came. */
  readonly sequence: number;
  readonly authorId: string;
  /** Null once deleted. */
  readonly body: string | null;
  readonly replyToId: string | null;
  readonly sentAt: Date;
  readonly editedAt: Date | null;
  readonly deletedAt: Date | null;
}

/** What there is before a message is posted. */
export interface Posting {
  readonly roomId: string;
  /** The author's message in the room with the same `clientMessageId`. */
  readonly earlier: Message | undefined;
  /** The message it answers, as far as there is one; null when it answers none. */
  readonly replyTo: Message | undefined | null;
}

/** A message is new, or was posted before. */
export type PostDecision = { readonly kind: 'new' } | { readonly kind: 'posted before'; readonly message: Message };

/** Whether a message is to be posted. The same one again is the one posted before, whatever it says now. */
export function decidePost({ roomId, earlier, replyTo }: Posting): Outcome<PostDecision> {
  if (earlier) return done({ kind: 'posted before', message: earlier });
  if (replyTo === undefined || (replyTo && replyTo.roomId !== roomId)) {
    return refused('NOT_FOUND', 'There is no such message in this room.', 'replyToId');
  }
  return done({ kind: 'new' });
}

/** Changes a message's text. Comes back as it was when the text is the same. */
export function decideEdit(message: Message, editorId: string, body: string, now: Date): Outcome<Message> {
  if (message.authorId !== editorId) return notYours;
  if (message.deletedAt) return refused('MESSAGE_DELETED', 'This message was deleted.', 'messageId');
  return done(message.body === body ? message : { ...message, body, editedAt: now });
}

/** Deletes a message. Comes back as it was when it is deleted already. */
export function decideDelete(message: Message, deleterId: string, now: Date): Outcome<Message> {
  if (message.authorId !== deleterId) return notYours;
  return done(message.deletedAt ? message : { ...message, body: null, deletedAt: now });
}

const notYours = refused('FORBIDDEN', 'Somebody else wrote this message.', 'messageId');
