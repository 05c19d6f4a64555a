import type { UserResolvers } from '../__generated__/resolvers.ts';
import { loadPerson } from '../loaders.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }, context) => loadPerson(context, id),
};
