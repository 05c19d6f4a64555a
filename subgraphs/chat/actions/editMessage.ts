import { z } from 'zod';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../context.ts';
import { decideEdit } from '../domain/message.ts';
import { changeMessage } from './changeMessage.ts';
import { body } from './inputs.ts';

/** Changes the text of a message of the viewer's. */
export const editMessage = defineAction({
  input: z.object({ messageId: z.string(), body }),
  run: (context: Context, { messageId, body: text }) =>
    changeMessage(context, messageId, {
      name: 'chat.edit',
      kind: 'MessageEdited',
      decide: (message, userId, now) => decideEdit(message, userId, text, now),
    }),
});
