import { REQUEST_ID_HEADER } from '#platform/telemetry/log.ts';
import type { Credentials } from '../../auth/authenticator.ts';
import type { Call } from '../executor.ts';

/** Headers of a subrequest beside those every one has. */
export const subrequestHeaders = (
  { requestId, trace }: Pick<Call, 'requestId' | 'trace'>,
  { headers }: Pick<Credentials, 'headers'>,
): Record<string, string> => ({ [REQUEST_ID_HEADER]: requestId, ...trace, ...headers });
