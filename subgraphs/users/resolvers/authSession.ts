import type { AuthSessionResolvers } from '../__generated__/resolvers.ts';

export const AuthSession: AuthSessionResolvers = {
  current: ({ id }, _args, { viewer }) => viewer.kind === 'person' && viewer.sessionId === id,
};
