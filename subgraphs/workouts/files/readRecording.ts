import { constants, gunzipSync } from 'node:zlib';
import type { Damage, Recording } from '../domain/recording.ts';
import { isFit, readFit } from './fit/readFit.ts';
import { readLaurel } from './laurel/readLaurel.ts';
import { RefusedFile, refusal, type Refusal } from './refusal.ts';
import { readXml } from './xml/readXml.ts';

/** 25 MiB, for the file as it comes and for what it unpacks to. */
export const DEFAULT_MAX_BYTES = 25 * 1024 * 1024;

/** Who wrote a file: we, what was recorded live, sent by a device or told by hand; or others, what somebody uploads. */
export type FileWriter = 'LAUREL' | 'OTHERS';

export type RecordingOutcome = { kind: 'READ'; recording: Recording } | Refusal;

/**
 * Reads an activity file: one of ours, or of others and unknown kind, FIT, TCX or GPX, each also gzipped. The content tells the
 * kind, never the name. Our own format holds whatever it says: of others it is none.
 * Pure and synchronous; run it in a worker (`openReaderPool`), since a hostile file may take long.
 */
export function readRecording(
  bytes: Uint8Array,
  writtenBy: FileWriter,
  maxBytes: number = DEFAULT_MAX_BYTES,
): RecordingOutcome {
  try {
    return { kind: 'READ', recording: read(bytes, writtenBy, maxBytes) };
  } catch (error) {
    if (error instanceof RefusedFile) return refusal(error.code, error.message);
    throw error;
  }
}

function read(bytes: Uint8Array, writtenBy: FileWriter, maxBytes: number): Recording {
  if (bytes.length === 0) throw new RefusedFile('EMPTY_FILE', 'The file is empty.');
  if (bytes.length > maxBytes) throw tooLarge(maxBytes);
  const { content, cut } = isGzip(bytes) ? unzip(bytes, maxBytes) : { content: bytes, cut: false };
  if (content.length === 0) throw new RefusedFile('EMPTY_FILE', 'The archive is empty.');
  if (writtenBy === 'LAUREL') return readLaurel(content);
  if (isFit(content)) {
    const recording = readFit(content);
    const damage: Damage[] =
      cut && !recording.damage.includes('TRUNCATED') ? [...recording.damage, 'TRUNCATED'] : [...recording.damage];
    return { ...recording, damage };
  }
  return readXml(content);
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Unpacks at most `maxBytes`; `cut` says that the archive ends too early. */
function unzip(bytes: Uint8Array, maxBytes: number): { content: Uint8Array; cut: boolean } {
  try {
    return { content: gunzipSync(bytes, { maxOutputLength: maxBytes }), cut: false };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    if (code !== 'Z_BUF_ERROR') throw new RefusedFile('MALFORMED_FILE', 'The gzip archive is damaged.');
  }
  return { content: gunzipSync(bytes, { maxOutputLength: maxBytes, finishFlush: constants.Z_SYNC_FLUSH }), cut: true };
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);

const tooLarge = (maxBytes: number): RefusedFile =>
  new RefusedFile('FILE_TOO_LARGE', `The file is larger than ${maxBytes} bytes, unpacked.`);
