import { REFUSAL_CODES } from '../files/refusal.ts';

/** Why an archive, or a file of one, cannot be imported. */
const ARCHIVE_REFUSALS = [
  'ARCHIVE_TOO_LARGE',
  'EMPTY_ARCHIVE',
  'NESTED_ARCHIVE',
  'ENCRYPTED_FILE',
  'UNSAFE_FILE_NAME',
  'WRONG_CHECKSUM',
] as const;

/** Why an import failed, as `WorkoutImportFailureCode`: what the readers say, and that they themselves failed. */
export const FAILURE_CODES = [...REFUSAL_CODES, ...ARCHIVE_REFUSALS, 'READER_FAILED'] as const;

/** Why an import failed; the message is for the owner. */
export interface ImportFailure {
  readonly code: (typeof FAILURE_CODES)[number];
  readonly message: string;
}

export const failure = (code: ImportFailure['code'], message: string): ImportFailure => ({ code, message });

/** Our readers broke down on a file. */
export const readerFailed = failure('READER_FAILED', 'Our reader failed on the file, time and again.');
