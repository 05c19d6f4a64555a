import { defineEvent, id, instant } from './define.ts';

/** A message was posted; its text stays in the chat subgraph. */
export const MessagePosted = defineEvent('chat', 'MessagePosted', 1, {
  messageId: id,
  roomId: id,
  authorId: id,
  sentAt: instant,
});
