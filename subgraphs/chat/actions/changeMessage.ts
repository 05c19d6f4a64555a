import type { Queryable } from '#platform/postgres/connection.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import type { Message } from '../domain/message.ts';
import { findMessage, findReadableMessages, saveMessage } from '../store/messages.ts';
import { changeRoom, noSuch } from './changeRoom.ts';

/** How a message is to be changed. */
interface MessageChange {
  /** Names the failpoints. */
  readonly name: string;
  readonly kind: 'MessageEdited' | 'MessageDeleted';
  /** The message as it shall be; the same object when nothing is to change. */
  decide(message: Message, userId: string, now: Date): Outcome<Message>;
}

/** Changes a message that the viewer may read, and notes it in the room's log when something changed. */
export async function changeMessage(
  context: Context,
  messageId: string,
  { name, kind, decide }: MessageChange,
): Promise<Outcome<{ message: Message }>> {
  const field = 'messageId';
  const found = await findForReader(context.pool, messageId, requirePerson(context.viewer).userId);
  if (!found) return noSuch(field);
  return changeRoom(context, name, { roomId: found.roomId, field }, async ({ tx, log, membership }) => {
    const message = await findMessage(tx, found.id);
    if (!message) return noSuch(field);
    const now = context.now();
    const decided = decide(message, membership.userId, now);
    if (!decided.ok) return decided;
    if (decided.value !== message) {
      await saveMessage(tx, decided.value);
      await log.append({ kind, messageId: message.id }, now);
    }
    return done({ message: decided.value });
  });
}

/** A message that somebody may read, by what may be its id. */
export async function findForReader(db: Queryable, givenId: string, readerId: string): Promise<Message | undefined> {
  const id = parseId(givenId);
  return id === undefined ? undefined : (await findReadableMessages(db, [id], readerId))[0];
}
