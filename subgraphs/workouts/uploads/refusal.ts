/** Why an upload's bytes are not taken; stable, with the HTTP status each goes with. */
export const UPLOAD_REFUSALS = {
  INVALID_UPLOAD_TOKEN: 403,
  UPLOAD_NOT_FOUND: 404,
  UPLOAD_ABORTED: 400,
  UPLOAD_TOO_SHORT: 400,
  UPLOAD_ALREADY_STORED: 409,
  UPLOAD_EXPIRED: 410,
  UPLOAD_TOO_LONG: 413,
  IMAGE_TOO_LARGE: 413,
  NOT_AN_IMAGE: 415,
} as const;

/** Thrown to refuse an upload's bytes: the route answers code and message. */
export class UploadRefused extends Error {
  override readonly name = 'UploadRefused';
  readonly code: keyof typeof UPLOAD_REFUSALS;

  constructor(code: keyof typeof UPLOAD_REFUSALS, message: string) {
    super(message);
    this.code = code;
  }
}
