import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { malformed } from '../errors.ts';
import type { GraphQLRequest } from '../graph.ts';

/** A GraphQL request in JSON. `extensions` is checked and otherwise left alone. */
export const graphqlParameters = z.object({
  query: z.string({ error: '"query" must be a string' }),
  operationName: z.string({ error: '"operationName" must be a string' }).nullish(),
  variables: z.record(z.string(), z.unknown(), { error: '"variables" must be a map' }).nullish(),
  extensions: z.record(z.string(), z.unknown(), { error: '"extensions" must be a map' }).nullish(),
});

/** What clients send that hope for their query to be known by its hash; told so, they send it whole. */
const onlyHash = z.object({
  query: z.null().optional(),
  extensions: z.object({ persistedQuery: z.object({}) }),
});

/** Reads the request from a GET's query string. @throws RequestError `BAD_REQUEST`, `PERSISTED_QUERY_NOT_SUPPORTED`. */
export function readGetParameters(url: URL): GraphQLRequest {
  const read = (name: string): unknown => {
    const text = url.searchParams.get(name);
    return text === null || text === '' ? undefined : parseJson(text, `the parameter "${name}"`);
  };
  return checkParameters({
    query: url.searchParams.get('query') ?? undefined,
    operationName: url.searchParams.get('operationName') ?? undefined,
    variables: read('variables'),
    extensions: read('extensions'),
  });
}

/**
 * Reads the request from a POST's body.
 *
 * @throws RequestError `BAD_REQUEST`, `PERSISTED_QUERY_NOT_SUPPORTED`, `UNSUPPORTED_MEDIA_TYPE`, `REQUEST_TOO_LARGE`.
 */
export async function readPostParameters(request: IncomingMessage, maxBytes: number): Promise<GraphQLRequest> {
  const body = await readJson(request, maxBytes);
  if (Array.isArray(body)) throw malformed('BAD_REQUEST', 'Batches are not supported: send one operation per request.');
  return checkParameters(body);
}

/** Reads a body of JSON. @throws RequestError as `readPostParameters` does. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  checkContentType(request);
  const bytes = await readBody(request, maxBytes);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('BAD_REQUEST', 'The body is not UTF-8.');
  }
  return parseJson(text, 'the body');
}

function checkContentType(request: IncomingMessage): void {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (type !== 'application/json') {
    throw malformed('UNSUPPORTED_MEDIA_TYPE', 'Send content-type: application/json.', 415);
  }
  if (charset !== undefined && !/^"?utf-?8"?$/.test(charset)) {
    throw malformed('UNSUPPORTED_MEDIA_TYPE', 'Send the body in UTF-8.', 415);
  }
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw malformed('UNSUPPORTED_MEDIA_TYPE', 'Send the body without content-encoding.', 415);
  }
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = (): Error => malformed('REQUEST_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`, 413);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes: unknown = chunk;
    if (!Buffer.isBuffer(bytes)) continue;
    length += bytes.length;
    if (length > maxBytes) throw tooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, length);
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('BAD_REQUEST', `Cannot read ${what}: it is not JSON.`);
  }
}

function checkParameters(parameters: unknown): GraphQLRequest {
  const parsed = graphqlParameters.safeParse(parameters);
  if (parsed.success) return parsed.data;
  if (onlyHash.safeParse(parameters).success) {
    throw malformed('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
  }
  const problems = new Set(parsed.error.issues.map((issue) => issue.message));
  throw malformed('BAD_REQUEST', `Not a GraphQL request: ${[...problems].join('; ')}.`);
}
