import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Logger } from '#platform/telemetry/log.ts';
import { parseId } from '#platform/server/input.ts';
import type { SignedUrls } from '#platform/server/signedUrls.ts';
import { receiveUpload, type ReceiverTools } from './receive.ts';
import { tooLong } from './measure.ts';
import { UPLOAD_REFUSALS, UploadRefused } from './refusal.ts';

const address = z.object({ id: z.string() });
const query = z.object({ token: z.string().optional() });

/**
 * Adds `PUT /uploads/:id?token=…`, which takes the bytes of an upload as they come. Answers 200 with the upload, or
 * `{ "error": { "code", "message" } }` with a code of UPLOAD_REFUSALS.
 */
export async function addUploadRoute(
  app: FastifyInstance,
  tools: ReceiverTools & { urls: SignedUrls; log: Logger },
): Promise<void> {
  await app.register(async (scope) => {
    // The body is left in the request, whatever its type: it is streamed to the storage.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.setErrorHandler((error, request, reply) => refuse(error, request, reply, tools.log));
    scope.put('/uploads/:id', async (request) => ({ upload: await put(tools, request) }));
    scope.route({
      method: ['GET', 'POST', 'PATCH', 'DELETE'],
      url: '/uploads/:id',
      handler: async (_request, reply) => {
        void reply.header('allow', 'PUT');
        throw new UploadRefused('METHOD_NOT_ALLOWED', 'Send the bytes with PUT.');
      },
    });
  });
}

async function put({ urls, ...tools }: ReceiverTools & { urls: SignedUrls }, request: FastifyRequest) {
  const id = parseId(address.parse(request.params).id) ?? '';
  const token = query.safeParse(request.query).data?.token;
  switch (urls.check(id, token, tools.now())) {
    case 'FORGED':
      throw new UploadRefused('INVALID_UPLOAD_TOKEN', 'This is not an address that createUpload answered.');
    case 'EXPIRED':
      throw new UploadRefused('UPLOAD_EXPIRED', 'The upload was not taken up in time: open another.');
    case 'GOOD':
      break;
  }
  const upload = await tools.uploads.recall(id);
  if (!upload) throw new UploadRefused('UPLOAD_NOT_FOUND', 'There is no such upload.');
  // Said before the first byte is read, where it is known.
  if (Number(request.headers['content-length'] ?? 0) > upload.byteLength) throw tooLong(upload.byteLength);
  return receiveUpload(tools, upload, request.raw);
}

/** Answers what was refused as it is, and hides what went wrong on our side. */
async function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): Promise<void> {
  const { status, code, message } = describe(error);
  if (status === 500) log.error({ err: error, path: request.url.split('?')[0] }, 'an upload failed');
  await reply.code(status).send({ error: { code, message } });
}

function describe(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof UploadRefused)
    return { status: UPLOAD_REFUSALS[error.code], code: error.code, message: error.message };
  return { status: 500, code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong on our side.' };
}
