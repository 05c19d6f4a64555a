import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { allOf, type ByteRange } from '#platform/storage/storage.ts';
import { problem } from './problem.ts';

/** A stored file that somebody downloads. */
export interface Download {
  readonly byteLength: number;
  /** Names its bytes: others have another. */
  readonly etag: string;
  /** A part of the bytes, of an empty file all of them; undefined when they are gone. */
  open(part: ByteRange | undefined): Promise<Readable | undefined>;
}

/** The name of what differs when this text does (RFC 9110, 8.8.3). */
export const etagOf = (text: string): string => `"${createHash('sha256').update(text).digest('base64url')}"`;

/** Whether who asks has what is called so already, by an `If-None-Match` header. */
export const hasAlready = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((each) => [etag, '*'].includes(each.trim().replace(/^W\//, '')));

/** What a request wants of a file: a part, all of it, or a part that is not there. */
type Wanted = ByteRange | 'ALL' | 'NONE';

/**
 * The part that a `Range` header names (RFC 9110, 14.2), of a file of so many bytes. What is no range of bytes, or several
 * of them, counts as if it were not there.
 */
function wantedPart(header: string | undefined, byteLength: number): Wanted {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return 'ALL';
  if (from === '') return to === '0' || byteLength === 0 ? 'NONE' : fromTo(byteLength - Number(to), byteLength - 1);
  if (to !== '' && Number(to) < Number(from)) return 'ALL';
  return Number(from) >= byteLength
    ? 'NONE'
    : fromTo(Number(from), Math.min(to === '' ? Infinity : Number(to), byteLength - 1));
}

const fromTo = (first: number, last: number): ByteRange => ({ first: Math.max(0, first), last });

/**
 * Sends a file, or the part of it that is asked for: so a download that broke off can go on. 304 for who has it already, 416 for
 * a part that is not there, 404 when the bytes are gone. HEAD tells of all of it, and opens nothing: parts are for GET alone
 * (RFC 9110, 14.2).
 */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, file: Download): Promise<FastifyReply> {
  const { byteLength, etag } = file;
  if (hasAlready(request.headers['if-none-match'], etag)) return reply.code(304).header('etag', etag).send();
  const isHead = request.method === 'HEAD';
  const ifRange = request.headers['if-range'];
  const goesOn = !isHead && (ifRange === undefined || ifRange === etag);
  const wanted = wantedPart(goesOn ? request.headers.range : undefined, byteLength);
  if (wanted === 'NONE') {
    reply.header('content-range', `bytes */${byteLength}`);
    return refuse(reply, 416, 'RANGE_NOT_SATISFIABLE', `The file has ${byteLength} bytes.`);
  }
  const bytes = isHead ? Readable.from([]) : await file.open(wanted === 'ALL' ? allOf(byteLength) : wanted);
  if (!bytes) return refuse(reply, 404, 'NOT_FOUND', 'There is no such file.');
  reply.header('accept-ranges', 'bytes').header('etag', etag);
  if (wanted === 'ALL') return reply.header('content-length', byteLength).send(bytes);
  const { first, last } = wanted;
  return reply
    .code(206)
    .header('content-range', `bytes ${first}-${last}/${byteLength}`)
    .header('content-length', last - first + 1)
    .send(bytes);
}

const refuse = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply.code(status).type('application/json; charset=utf-8').send(problem(code, message));
