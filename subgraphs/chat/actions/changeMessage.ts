import type { Transaction } from '#platform/postgres/connection.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import type { Context } from '../context.ts';
import type { Message } from '../domain/message.ts';
import { findMessage, saveMessage } from '../store/messages.ts';
import { changeRoom, noSuch } from './changeRoom.ts';

/** How a message is to be changed. */
interface MessageChange {
  /** Names the failpoints. */
  readonly name: string;
  readonly kind: 'MessageEdited' | 'MessageDeleted';
  /** The message as it shall be; the same object when nothing is to change. */
  decide(message: Message, userId: string, now: Date): Outcome<Message>;
}

/** Changes a message of a room the viewer is in, and notes it in the room's log when something changed. */
export async function changeMessage(
  context: Context,
  messageId: string,
  { name, kind, decide }: MessageChange,
): Promise<Outcome<{ message: Message }>> {
  const field = 'messageId';
  const found = await findById(context.pool, messageId);
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

/** The message of an id that a caller gave; undefined for what is no id. */
export async function findById(db: Pick<Transaction, 'query'>, givenId: string): Promise<Message | undefined> {
  const id = parseId(givenId);
  return id === undefined ? undefined : findMessage(db, id);
}
