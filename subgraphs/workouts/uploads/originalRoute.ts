import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { problem } from '#platform/server/problem.ts';
import { etagOf, sendFile } from '#platform/server/sendFile.ts';
import { parseId } from '#platform/server/input.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import type { SignedUrls } from '#platform/server/signedUrls.ts';
import { originalFileOf, type OriginalFile } from '../domain/originalFiles.ts';
import type { Workout } from '../store/workoutDocument.ts';
import type { WorkoutStore } from '../store/workouts.ts';

interface Tools {
  readonly workouts: Pick<WorkoutStore, 'get'>;
  readonly storage: Pick<ObjectStorage, 'getStream'>;
  readonly originalUrls: SignedUrls;
  readonly now: () => Date;
}

/** How long an address of an original file is good, in ms. */
export const ORIGINAL_LIFETIME_MS = 15 * 60_000;

const address = z.object({ id: z.string(), version: z.string().optional() });
const query = z.object({ token: z.string().optional() });

/** What the address of a workout's file is called by; of a former one, with the version of that. */
export const originalName = (workoutId: string, version?: number | string): string =>
  version === undefined ? workoutId : `${workoutId}/${version}`;

const fileOf = (workout: Workout, version: string | undefined): OriginalFile | undefined =>
  version === undefined
    ? originalFileOf(workout)
    : workout.formerFiles.find((former) => String(former.version) === version);

/**
 * Adds `GET /media/originals/<workout>?token=…`, and `/<workout>/<version>` of a former file: the file a workout was made of, or a
 * part of it, as it came, for who has an address that the owner was told. 403 for any other, 410 when it has run out, 404 when the
 * workout or its file is gone.
 */
export function addOriginalRoute(app: FastifyInstance, { workouts, storage, originalUrls, now }: Tools): void {
  app.get('/media/originals/:id/:version?', async (request, reply) => {
    const refuse = (status: number, code: string, message: string) => reply.code(status).send(problem(code, message));
    const { id: wanted, version } = address.parse(request.params);
    const id = parseId(wanted) ?? '';
    const verdict = originalUrls.check(originalName(id, version), query.safeParse(request.query).data?.token, now());
    if (verdict === 'FORGED') return refuse(403, 'FORBIDDEN', 'Only the owner of a workout has addresses of its file.');
    if (verdict === 'EXPIRED') return refuse(410, 'EXPIRED', 'The address has run out: ask for another.');
    const workout = await workouts.get(id);
    const file = workout && fileOf(workout, version);
    if (!file) return refuse(404, 'NOT_FOUND', 'There is no such file.');
    const { fileKey, fileName, fileByteLength: byteLength } = file;
    reply
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeFileName(fileName)}`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store');
    return sendFile(request, reply, {
      byteLength,
      etag: etagOf(fileKey),
      open: (part) => storage.getStream(fileKey, part),
    });
  });
}

/** As RFC 8187 has it. */
const encodeFileName = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
