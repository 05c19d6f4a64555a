import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Pool } from '#platform/postgres/connection.ts';
import { parseId } from '#platform/server/input.ts';
import { problem } from '#platform/server/problem.ts';
import { etagOf, sendFile } from '#platform/server/sendFile.ts';
import { createSignedUrls, type SignedUrls } from '#platform/server/signedUrls.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import { findDataExport } from '../store/dataExports.ts';
import { archiveKey } from './archive.ts';

/** A link works for so long; each time it is asked for there is a new one. */
export const LINK_MS = 3_600_000;

/** Links to archives: `/exports/<id>?token=…`. */
export const createExportLinks = (secret: string, publicUrl: string): SignedUrls =>
  createSignedUrls({ secret, publicUrl, folder: 'exports', purpose: 'laurel data export link' });

interface RouteTools {
  readonly pool: Pool;
  readonly storage: ObjectStorage;
  readonly links: SignedUrls;
  readonly now: () => Date;
}

const noSuchLink = (reply: FastifyReply): FastifyReply =>
  reply.code(404).send(problem('NOT_FOUND', 'This link is not one of ours, or too old.'));

/** Hands an archive, or a part of it, to whoever has its link. */
export function addExportRoute(app: FastifyInstance, { pool, storage, links, now }: RouteTools): void {
  app.get<{ Params: { id: string }; Querystring: { token?: unknown } }>('/exports/:id', async (request, reply) => {
    const id = parseId(request.params.id);
    const good = id !== undefined && links.check(id, request.query.token, now()) === 'GOOD';
    const dataExport = good ? await findDataExport(pool, id) : undefined;
    const { byteLength = null } = dataExport?.status === 'READY' ? dataExport : {};
    if (!dataExport || byteLength === null) return noSuchLink(reply);
    reply
      .header('content-type', 'application/zip')
      .header('content-disposition', 'attachment; filename="laurel.zip"')
      .header('cache-control', 'private, no-store');
    const etag = etagOf(dataExport.id);
    return sendFile(request, reply, {
      byteLength,
      etag,
      open: (part) => storage.getStream(archiveKey(dataExport), part),
    });
  });
}
