/** The codes of `userErrors`, as `UserErrorCode` in schema/shared.graphql. That nobody is logged in is an error (errors.ts). */
export type ProblemCode =
  | 'INVALID_INPUT'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'USERNAME_TAKEN'
  | 'EMAIL_TAKEN'
  | 'INVALID_CREDENTIALS'
  | 'INVALID_REFRESH_TOKEN'
  | 'REFRESH_TOKEN_REUSED'
  | 'INVALID_TOKEN'
  | 'RATE_LIMITED'
  | 'UPLOAD_INCOMPLETE'
  | 'UPLOAD_EXPIRED'
  | 'FILE_TOO_LARGE'
  | 'COMPETITION_CLOSED'
  | 'ALREADY_JOINED'
  | 'INVALID_INVITE_CODE'
  | 'SQUAD_FULL'
  | 'TEAM_FULL'
  | 'NOT_IN_SQUAD'
  | 'MESSAGE_DELETED'
  | 'GOAL_CLOSED'
  | 'LIMIT_REACHED'
  | 'IMPORT_CLOSED'
  | 'WORKOUT_NOT_RUNNING'
  | 'GROUP_SESSION_CLOSED'
  | 'GROUP_SESSION_FULL';

/** An expected failure: something the caller can mend. */
export interface Problem {
  readonly code: ProblemCode;
  /** A sentence for the person in front of the screen. */
  readonly message: string;
  /** Field names from the input object down; null when it concerns the whole request. */
  readonly path: string[] | null;
  /** After how many seconds it makes sense to try again; with `RATE_LIMITED`. */
  readonly retryAfterSeconds?: number;
}

/** What a decision or an action comes to. */
export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problems: readonly Problem[] };

/** It worked. */
export const done = <Value>(value: Value): Outcome<Value> => ({ ok: true, value });

/** It was tried too often: it makes sense to try again after so many seconds. */
export const tryLater = (retryAfterSeconds: number, message: string): Outcome<never> => ({
  ok: false,
  problems: [
    {
      code: 'RATE_LIMITED',
      message: `${message} Try again in ${retryAfterSeconds} seconds.`,
      path: null,
      retryAfterSeconds,
    },
  ],
});

/** A field's value that cannot be taken, for a decision that names several. */
export const invalid = (field: string, message: string): Problem => ({ code: 'INVALID_INPUT', message, path: [field] });

/** It did not, for one reason. `path` names the input's field. */
export const refused = (code: ProblemCode, message: string, ...path: string[]): Outcome<never> => ({
  ok: false,
  problems: [{ code, message, path: path.length > 0 ? path : null }],
});
