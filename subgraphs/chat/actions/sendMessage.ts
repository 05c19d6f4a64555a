import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { createEvent } from '#platform/events/envelope.ts';
import { writeEvents } from '#platform/postgres/outbox.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { clientId, parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import { MessagePosted } from '#events/chat.ts';
import type { Context } from '../context.ts';
import { decidePost, type Message } from '../domain/message.ts';
import { findByClientId, insertMessage } from '../store/messages.ts';
import { findForReader } from './changeMessage.ts';
import { changeRoom, noSuch, type RoomChange } from './changeRoom.ts';
import { enterRoom } from './enterRoom.ts';
import { body } from './inputs.ts';

const input = z.object({ roomId: z.string(), body, clientMessageId: clientId(), replyToId: z.string().nullish() });
type Input = z.infer<typeof input>;

/** Posts a message, once for each `clientMessageId`. */
export const sendMessage = defineAction({
  input,
  run: async (context: Context, wanted): Promise<Outcome<{ message: Message }>> => {
    const { userId } = requirePerson(context.viewer);
    const roomId = parseId(wanted.roomId);
    if (roomId === undefined || !(await enterRoom(context.pool, roomId, userId))) return noSuch('roomId');
    return changeRoom(context, 'chat.send', { roomId, field: 'roomId' }, (change) => post(context, change, wanted));
  },
});

async function post(
  { now: clock }: Context,
  { tx, log, membership: { roomId, userId } }: RoomChange,
  { body, clientMessageId, replyToId }: Input,
): Promise<Outcome<{ message: Message }>> {
  const earlier = await findByClientId(tx, { roomId, authorId: userId, clientId: clientMessageId });
  const replyTo = typeof replyToId === 'string' ? await findForReader(tx, replyToId, userId) : null;
  const decision = decidePost({ roomId, earlier, replyTo });
  if (!decision.ok) return decision;
  if (decision.value.kind === 'posted before') return done({ message: decision.value.message });
  const [id, now] = [uuidv7(), clock()];
  const sequence = await log.append({ kind: 'MessagePosted', messageId: id }, now);
  const message: Message = {
    ...{ id, roomId, sequence, authorId: userId, body, replyToId: replyTo?.id ?? null },
    ...{ sentAt: now, editedAt: null, deletedAt: null },
  };
  await insertMessage(tx, message, clientMessageId);
  const event = { version: 1, messageId: id, roomId, authorId: userId, sentAt: now.toISOString() };
  await writeEvents(tx, [createEvent(MessagePosted, id, event, now)]);
  return done({ message });
}
