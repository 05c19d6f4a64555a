import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Pool } from '#platform/postgres/connection.ts';
import { parseId } from '#platform/server/input.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import { findDataExport } from '../store/dataExports.ts';
import { archiveKey } from './archive.ts';

/** A link works for so long; each time it is asked for there is a new one. */
const LINK_MS = 3_600_000;

/** Makes the secret links to archives, and knows them again. */
export interface ExportLinks {
  make(exportId: string, now: Date): string;
  isGood(exportId: string, token: unknown, now: Date): boolean;
}

/** A link's token is `<expiry in s, base 36>.<HMAC-SHA256>`, by a key of its own made of the service's secret. */
export function createExportLinks(secret: string, publicUrl: string): ExportLinks {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'laurel data export link', 32));
  const sign = (id: string, expiry: string): Buffer => createHmac('sha256', key).update(`${id}.${expiry}`).digest();
  return {
    make: (id, now) => {
      const expiry = Math.floor((now.getTime() + LINK_MS) / 1000).toString(36);
      const url = new URL(`/exports/${id}`, publicUrl);
      url.searchParams.set('token', `${expiry}.${sign(id, expiry).toString('base64url')}`);
      return url.href;
    },
    isGood: (id, token, now) => {
      const [expiry, signature] = typeof token === 'string' ? token.split('.') : [];
      if (expiry === undefined || signature === undefined) return false;
      const [given, expected] = [Buffer.from(signature, 'base64url'), sign(id, expiry)];
      const genuine = given.length === expected.length && timingSafeEqual(given, expected);
      return genuine && Number.parseInt(expiry, 36) * 1000 > now.getTime();
    },
  };
}

interface RouteTools {
  readonly pool: Pool;
  readonly storage: ObjectStorage;
  readonly links: ExportLinks;
  readonly now: () => Date;
}

/** Hands an archive to whoever has its link. */
export function addExportRoute(app: FastifyInstance, { pool, storage, links, now }: RouteTools): void {
  app.get<{ Params: { id: string }; Querystring: { token?: unknown } }>('/exports/:id', async (request, reply) => {
    const id = parseId(request.params.id);
    const good = id !== undefined && links.isGood(id, request.query.token, now());
    const dataExport = good ? await findDataExport(pool, id) : undefined;
    const archive =
      dataExport?.status === 'READY'
        ? await storage.getStream(archiveKey(dataExport)).catch(() => undefined)
        : undefined;
    if (!archive || !dataExport) {
      return reply
        .code(404)
        .send({ error: { code: 'NOT_FOUND', message: 'This link is not one of ours, or too old.' } });
    }
    return reply
      .header('content-type', 'application/zip')
      .header('content-length', dataExport.byteLength ?? undefined)
      .header('content-disposition', 'attachment; filename="laurel.zip"')
      .header('cache-control', 'private, no-store')
      .send(archive);
  });
}
