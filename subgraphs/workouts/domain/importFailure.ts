/**
 * Why a file cannot become a workout. All but the last two are about the file itself and never
 * change; TIMED_OUT and OUT_OF_MEMORY say that the reader gave up on it.
 */
const REFUSAL_CODES = [
  'EMPTY_FILE',
  'FILE_TOO_LARGE',
  'UNKNOWN_FORMAT',
  'NOT_AN_ACTIVITY',
  'SEVERAL_ACTIVITIES',
  'MALFORMED_FILE',
  'NO_USABLE_POINTS',
  'BOGUS_TIMES',
  'TIMED_OUT',
  'OUT_OF_MEMORY',
] as const;

/** Why a reader refuses a file. */
export type RefusalCode = (typeof REFUSAL_CODES)[number];

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
