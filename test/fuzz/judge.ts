import { z } from 'zod';

const problemSchema = z.object({
  code: z.string().regex(/^[A-Z_]+$/),
  message: z.string().min(1).max(2000),
  path: z.array(z.string()).nullable(),
});
const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() }))
    .optional(),
});
const payloadSchema = z.looseObject({ userErrors: z.array(problemSchema) });

/** What a request was answered with. */
export type Answered = { status: number; text: string };

/** What nobody may ever be answered, and what says that the fault was ours. */
const FAULTS = new Set(['INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR', 'SUBREQUEST_HTTP_ERROR', 'UNKNOWN']);
/** Refusals that are about a field of the input, so they have to name it. */
const OF_A_FIELD = new Set(['INVALID_INPUT', 'NOT_FOUND', 'USERNAME_TAKEN', 'EMAIL_TAKEN']);

/** What is wrong with the answer to a mutation or query, as a sentence; null when nothing is. */
export function faultOf({ status, text }: Answered, field: string, inputFields: readonly string[]): string | null {
  if (status >= 500) return `status ${status}`;
  const parsed = answerSchema.safeParse(parsedJson(text));
  if (!parsed.success) return `no GraphQL answer: ${text.slice(0, 200)}`;
  const { data, errors } = parsed.data;
  for (const { message, extensions } of errors ?? []) {
    const code = extensions?.code ?? 'UNKNOWN';
    if (FAULTS.has(code)) return `error ${code}: ${message}`;
  }
  if (errors) return null;
  const payload = data?.[field];
  if (payload === undefined) return 'neither data nor errors';
  const read = payloadSchema.safeParse(payload);
  return typeof payload === 'object' && payload !== null && 'userErrors' in payload
    ? read.success
      ? faultOfPayload(read.data, inputFields)
      : `userErrors that are none: ${JSON.stringify(payload.userErrors)}`
    : null;
}

function faultOfPayload(payload: z.infer<typeof payloadSchema>, inputFields: readonly string[]): string | null {
  for (const { code, path } of payload.userErrors) {
    if (path === null) {
      if (OF_A_FIELD.has(code) && inputFields.length > 0) return `${code} names no field`;
    } else if (!inputFields.includes(path[0] ?? ''))
      return `${code} names ${path.join('.')}, which is no field of the input`;
  }
  const { userErrors, __typename: _, ...values } = payload;
  const given = Object.entries(values).filter(([, value]) => value !== null);
  if (userErrors.length > 0 && given.length > 0) return `userErrors beside ${given.map(([name]) => name).join()}`;
  return null;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
