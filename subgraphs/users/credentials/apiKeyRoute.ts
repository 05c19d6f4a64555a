import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Pool } from '#platform/postgres/connection.ts';
import { API_KEYS_PATH, isGateway, VIEWER_HEADER, verifyViewer } from '#platform/viewer.ts';
import { useApiKey } from '../store/apiKeys.ts';
import { hashKey } from './apiKeys.ts';

interface Tools {
  readonly pool: Pool;
  readonly now: () => Date;
  /** By which the gateway shows that it is the gateway. */
  readonly viewerTokenSecret: string;
}

const body = z.object({ key: z.string().max(200) });

/**
 * Where the gateway asks whose an API key is: `{ "key" }` → 200 `{ "userId", "keyId" }`, 404 for a key that is none. It is
 * refused to everybody else: 401.
 */
export function addApiKeyRoute(app: FastifyInstance, { pool, now, viewerTokenSecret }: Tools): void {
  app.post(API_KEYS_PATH, async (request, reply) => {
    const caller = await verifyViewer(viewerTokenSecret, request.headers[VIEWER_HEADER]);
    if (!isGateway(caller)) return reply.code(401).send();
    const asked = body.safeParse(request.body);
    const found = asked.success ? await useApiKey(pool, hashKey(asked.data.key), now()) : undefined;
    return found ? reply.send({ userId: found.accountId, keyId: found.id }) : reply.code(404).send();
  });
}
