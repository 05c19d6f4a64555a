import type { GatewayErrorCode } from '../../errors.ts';

/** An answer that is not HTTP/1.1, not whole, or more than is allowed. */
export class ProtocolError extends Error {
  readonly code: GatewayErrorCode;

  constructor(message: string, code: GatewayErrorCode = 'SUBREQUEST_MALFORMED_RESPONSE') {
    super(message);
    this.name = 'ProtocolError';
    this.code = code;
  }
}
