import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Overloaded } from '#platform/gate.ts';
import { parseId } from '#platform/server/input.ts';
import { problem } from '#platform/server/problem.ts';
import type { SignedUrls } from '#platform/server/signedUrls.ts';
import { receiveUpload, type ReceiverTools } from './receive.ts';
import { tooLong } from './measure.ts';
import { UPLOAD_REFUSALS, UploadRefused } from './refusal.ts';

const address = z.object({ id: z.string() });
/** When who sends a picture that too many wait before is to come again. */
const RETRY_AFTER_SECONDS = 10;

const query = z.object({ token: z.string().optional() });

/**
 * Adds `PUT /uploads/:id?token=…`, which takes the bytes of an upload as they come. Answers 200 with the upload, or
 * `{ "error": { "code", "message" } }` with a code of UPLOAD_REFUSALS, TOO_BUSY (503) with when to come again while too many pictures come
 * at once; what else fails is masked as for any route.
 */
export async function addUploadRoute(app: FastifyInstance, tools: ReceiverTools & { urls: SignedUrls }): Promise<void> {
  await app.register(async (scope) => {
    // The body is left in the request, whatever its type: it is streamed to the storage.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.addHook('onRequest', async ({ headers }) => {
      // Fastify refuses what is written wrong, also for '*'.
      delete headers['content-type'];
    });
    scope.setErrorHandler(refuse);
    scope.put('/uploads/:id', async (request) => ({ upload: await put(tools, request) }));
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

/** Answers why the bytes are not taken. */
async function refuse(error: unknown, _request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (error instanceof Overloaded) {
    const busy = problem('TOO_BUSY', 'Too many pictures are coming at the moment: send it again later.');
    await reply.code(503).header('retry-after', RETRY_AFTER_SECONDS).send(busy);
    return;
  }
  if (!(error instanceof UploadRefused)) throw error;
  const { code, message } = error;
  await reply.code(UPLOAD_REFUSALS[code]).send(problem(code, message));
}
