import { GraphQLError } from 'graphql';

/** The codes in `extensions.code` of errors that subgraphs throw on purpose; anything else is masked. */
export type ErrorCode = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND' | 'BAD_USER_INPUT' | 'DEADLINE_EXCEEDED';

/** An error the caller may read. */
export const callerError = (code: ErrorCode, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });

/** Nobody is logged in. */
export const unauthenticated = (): GraphQLError => callerError('UNAUTHENTICATED', 'Log in first.');

/** What was asked for does not exist, or the caller may not know that it does. */
export const notFound = (what: string): GraphQLError => callerError('NOT_FOUND', `There is no such ${what}.`);
