import type { RefusalCode } from '../domain/importFailure.ts';

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
