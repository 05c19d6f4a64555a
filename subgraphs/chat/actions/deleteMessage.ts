import { z } from 'zod';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../context.ts';
import { decideDelete } from '../domain/message.ts';
import { changeMessage } from './changeMessage.ts';

/** Deletes a message of the viewer's: its text is gone, its place stays. */
export const deleteMessage = defineAction({
  input: z.object({ messageId: z.string() }),
  run: (context: Context, { messageId }) =>
    changeMessage(context, messageId, { name: 'chat.delete', kind: 'MessageDeleted', decide: decideDelete }),
});
