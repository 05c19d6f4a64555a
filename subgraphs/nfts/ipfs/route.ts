import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { problem } from '#platform/server/problem.ts';
import { parseCid, type ContentStore } from './contentStore.ts';

const params = z.object({ cid: z.string() });

/** Serves content at /ipfs/<cid> to GET and HEAD: what an id names never changes, so that it may be kept for ever. */
export function serveContent(app: FastifyInstance, content: ContentStore): void {
  app.get('/ipfs/:cid', async (request, reply) => {
    const cid = parseCid(params.parse(request.params).cid);
    if (!cid) return reply.code(400).send(problem('INVALID_CID', 'This is not a content id.'));
    const bytes = await content.get(cid);
    if (!bytes) return reply.code(404).send(problem('NOT_FOUND', 'There is no such content here.'));
    const etag = `"${cid.toString()}"`;
    reply.headers({
      'cache-control': 'public, max-age=31536000, immutable',
      etag,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    });
    if (has(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.type(contentTypeOf(bytes)).send(bytes);
  });
}

/** Whether one of the tags a caller has is this one; proxies that compress weaken them (RFC 9110, 13.1.2). */
const has = (tags: string | undefined, etag: string): boolean =>
  tags?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*') ?? false;

/** The kinds of content we make, by how they begin. */
function contentTypeOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (start === '<svg') return 'image/svg+xml';
  return start.startsWith('{') ? 'application/json; charset=utf-8' : 'application/octet-stream';
}
