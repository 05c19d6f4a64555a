import { z } from 'zod';

/**
 * Where users tells the gateway at once, over plain NATS, which sessions and API keys were ended a moment ago. The stream
 * REVOCATIONS says the same a little later, and keeps it for whoever was not there.
 */
export const REVOCATIONS_TOPIC = 'revocations';

/** What is said there: ids of sessions and keys. */
export const revocationNotice = z.object({ ids: z.array(z.string()) });
export type RevocationNotice = z.infer<typeof revocationNotice>;
