/**
 * Why a file cannot become a workout. All but the last two are about the file itself and never
 * change; TIMED_OUT and OUT_OF_MEMORY say that the reader gave up on it.
 */
export const REFUSAL_CODES = [
  'EMPTY_FILE',
  'FILE_TOO_LARGE',
  'UNKNOWN_FORMAT',
  'NOT_AN_ACTIVITY',
  'MALFORMED_FILE',
  'NO_USABLE_POINTS',
  'BOGUS_TIMES',
  'TIMED_OUT',
  'OUT_OF_MEMORY',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** `message` is written for the person who uploaded the file. */
export type Refusal = { kind: 'REFUSED'; code: RefusalCode; message: string };

/** Thrown inside the readers to leave a half-read file; `readRecording` turns it into a Refusal. */
export class RefusedFile extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = 'RefusedFile';
    this.code = code;
  }
}

export const refusal = (code: RefusalCode, message: string): Refusal => ({ kind: 'REFUSED', code, message });
