import { parseId } from '#platform/server/input.ts';
import type { MessageResolvers } from '../__generated__/resolvers.ts';

export const Message: MessageResolvers = {
  __resolveReference: (reference, { loaders }) => {
    const id = parseId(reference.id);
    return id === undefined ? null : loaders.messages.load(id);
  },
  author: ({ authorId }) => ({ id: authorId }),
  replyTo: ({ replyToId }, _args, { loaders }) => (replyToId === null ? null : loaders.messages.load(replyToId)),
};
