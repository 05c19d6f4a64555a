import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { clientOf } from '#platform/client.ts';
import { isGateway, OUTSIDE_SESSIONS_PATH, verifyViewer, VIEWER_HEADER } from '#platform/viewer.ts';
import { email, displayName } from '../actions/inputs.ts';
import { openOutsideSession, type OutsideServices } from './openOutsideSession.ts';

const short = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => !text.includes('\0'));
const instant = z.iso.datetime().transform((text) => new Date(text));
/** Issuers that know nothing else call people by their address, which is nobody's business. */
const publicName = displayName.refine((name) => !name.includes('@'));
const body = z.object({
  issuer: short,
  subject: short,
  session: short.nullable(),
  issuedAt: instant,
  authenticatedAt: instant,
  verifiedEmail: email.nullable().catch(null),
  username: z.string().max(200).nullable().catch(null),
  name: publicName.nullable().catch(null),
});

/** Where the gateway asks who the bearer of an outside token is. It is refused to everybody else. */
export function addOutsideRoute(app: FastifyInstance, services: OutsideServices, viewerTokenSecret: string): void {
  app.post(OUTSIDE_SESSIONS_PATH, async (request, reply) => {
    const caller = await verifyViewer(viewerTokenSecret, request.headers[VIEWER_HEADER]);
    if (!isGateway(caller)) return reply.code(401).send({});
    const identity = body.safeParse(request.body);
    if (!identity.success) return reply.code(400).send({});
    const opened = await openOutsideSession(services, identity.data, clientOf(request.headers).userAgent ?? null);
    return opened ? reply.send(opened) : reply.code(403).send({});
  });
}
