import { anonymous } from '#platform/viewer.ts';
import { openAccess } from './access.ts';
import type { Authenticator } from './authenticator.ts';

/** Without an issuer: everything may be asked, and the subgraphs get the caller's `Authorization` as it came. */
export const openAuthenticator: Authenticator = {
  async authenticate(authorization) {
    const passedOn: Record<string, string> = authorization === undefined ? {} : { authorization };
    return {
      viewer: anonymous,
      access: openAccess,
      expiresAt: undefined,
      credentials: async () => ({ headers: passedOn, connection: passedOn }),
    };
  },
};
