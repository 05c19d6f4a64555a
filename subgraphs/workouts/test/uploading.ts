import { expect } from 'vitest';
import { z } from 'zod';
import { until } from '#platform/testing/until.ts';
import { generateActivity, type ActivityOptions } from '../../../fixtures/generate.ts';
import type { UploadPurpose } from '../domain/upload.ts';
import { query } from './support.ts';

const problems = z.array(z.object({ code: z.string(), message: z.string(), path: z.array(z.string()).nullable() }));
const uploadSchema = z.object({
  id: z.string(),
  url: z.string(),
  method: z.literal('PUT'),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  expiresAt: z.iso.datetime(),
});
export type OpenedUpload = z.infer<typeof uploadSchema>;

export async function createUpload(
  url: string,
  personId: string,
  input: { byteLength: number; fileName?: string; purpose?: UploadPurpose },
) {
  const data = await query(
    url,
    personId,
    `mutation($input: CreateUploadInput!) { createUpload(input: $input) {
      upload { id url method headers { name value } expiresAt } userErrors { code message path } } }`,
    { input: { fileName: 'a.fit', purpose: 'WORKOUT_FILE', ...input } },
  );
  return z.object({ createUpload: z.object({ upload: uploadSchema.nullable(), userErrors: problems }) }).parse(data)
    .createUpload;
}

/** Opens an upload of so many bytes that is expected to be allowed. */
export async function openUpload(
  url: string,
  personId: string,
  byteLength: number,
  fileName = 'a.fit',
): Promise<OpenedUpload> {
  const { upload } = await createUpload(url, personId, { byteLength, fileName });
  if (!upload) throw new Error('the upload was not opened');
  return upload;
}

/** The upload's address at the subgraph itself: the gateway passes /uploads on. */
export const addressOf = (url: string, upload: OpenedUpload): string => {
  const { pathname, search } = new URL(upload.url);
  return `${url}${pathname}${search}`;
};

/** Opens an upload and sends its bytes. Answers its id. */
export async function upload(url: string, personId: string, bytes: Uint8Array, fileName?: string): Promise<string> {
  const opened = await openUpload(url, personId, bytes.length, fileName);
  const headers = Object.fromEntries(opened.headers.map(({ name, value }) => [name, value]));
  const response = await fetch(addressOf(url, opened), { method: opened.method, headers, body: Buffer.from(bytes) });
  expect(response.status).toBe(200);
  return opened.id;
}

export async function importUpload(
  url: string,
  personId: string,
  uploadId: string,
  more: Readonly<Record<string, unknown>> = {},
) {
  const data = await query(
    url,
    personId,
    `mutation($input: ImportWorkoutInput!) { importWorkout(input: $input) {
      workoutImport { id status } userErrors { code message path } } }`,
    { input: { uploadId, ...more } },
  );
  const payload = z.object({
    workoutImport: z.object({ id: z.string(), status: z.string() }).nullable(),
    userErrors: problems,
  });
  return z.object({ importWorkout: payload }).parse(data).importWorkout;
}

const importSchema = z.object({
  id: z.string(),
  status: z.string(),
  workout: z.object({ id: z.string() }).nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type ImportState = z.infer<typeof importSchema>;

export async function importState(url: string, personId: string, id: string): Promise<ImportState | null> {
  const data = await query(
    url,
    personId,
    `query($id: ID!) { workoutImport(id: $id) { id status workout { id } failure { code message } } }`,
    { id },
  );
  return z.object({ workoutImport: importSchema.nullable() }).parse(data).workoutImport;
}

const DONE = new Set(['COMPLETED', 'DUPLICATE', 'FAILED']);

/** Waits until an import is done. */
export const finished = (url: string, personId: string, id: string): Promise<ImportState> =>
  until(`import ${id} to be done`, async () => {
    const state = await importState(url, personId, id);
    return state && DONE.has(state.status) ? state : undefined;
  });

/** Uploads a file, imports it and waits until that is done. */
export async function importBytes(
  url: string,
  personId: string,
  bytes: Uint8Array,
  more: Readonly<Record<string, unknown>> = {},
): Promise<ImportState> {
  const { workoutImport } = await importUpload(url, personId, await upload(url, personId, bytes), more);
  if (!workoutImport) throw new Error('the import was refused');
  return finished(url, personId, workoutImport.id);
}

let seed = 1;
/** An activity file that no other test has. */
export const activity = (options: Partial<ActivityOptions> = {}) =>
  generateActivity({
    seed: seed++,
    startedAt: Date.UTC(2026, 4, 1, 6, 30) + seed * 86_400_000,
    durationSeconds: 600,
    pauses: 0,
    ...options,
  });
