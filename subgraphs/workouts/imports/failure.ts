import { REFUSAL_CODES } from '../files/refusal.ts';

/** Why an import failed, as `WorkoutImportFailureCode`: what the readers say, and that they themselves failed. */
export const FAILURE_CODES = [...REFUSAL_CODES, 'READER_FAILED'] as const;

/** Why an import failed; the message is for the owner. */
export interface ImportFailure {
  readonly code: (typeof FAILURE_CODES)[number];
  readonly message: string;
}
