import { withinBounds, type ArchiveBytes } from './archiveBytes.ts';

/** What archives end with, and what those of the zip64 kind have before it: signatures, and lengths without what may follow. */
const END = 0x06054b50;
const END_BYTES = 22;
const COMMENT_LENGTH_AT = 20;
const LOCATOR = 0x07064b50;
const LOCATOR_BYTES = 20;
const END_64 = 0x06064b50;
const END_64_BYTES = 56;

/** A comment is as long at most, and so is what is taken for something else behind the end. */
const MOST_BEHIND = 0xffff;
/** So much of what an archive ends with is looked at. */
const TAIL_BYTES = END_64_BYTES + LOCATOR_BYTES + END_BYTES + MOST_BEHIND;

/** An archive without comment, or what else stands behind its end. */
export async function withoutComment(archive: ArchiveBytes): Promise<ArchiveBytes> {
  const { byteLength: whole, close } = archive;
  const tail = await archive.read(Math.max(whole - TAIL_BYTES, 0), Math.min(TAIL_BYTES, whole));
  const byteLength = lengthWithoutComment(tail, whole);
  if (byteLength === undefined) return archive;
  // What an end record ends with: the length of the comment behind it.
  const commentLengthAt = byteLength - END_BYTES + COMMENT_LENGTH_AT;
  const read = async (from: number, length: number): Promise<Buffer> => {
    const bytes = await archive.read(from, length);
    return from + length > commentLengthAt ? bytes.fill(0, Math.max(commentLengthAt - from, 0)) : bytes;
  };
  return withinBounds({ byteLength, read, close });
}

/**
 * How many bytes of an archive there are up to its comment, or what else stands behind its end: programs and downloads pad, and
 * some tell a comment of another length. As unzip does, the last end record is taken that says of the list of files what is so:
 * that it reaches up to it. Another cannot stand in a comment by chance.
 *
 * @param tail what the archive ends with, `TAIL_BYTES` or all of it
 * @returns undefined without such a record, and where nothing is behind it
 */
function lengthWithoutComment(tail: Buffer, byteLength: number): number | undefined {
  const tailAt = byteLength - tail.length;
  const last = tail.length - END_BYTES;
  for (let at = last; at >= Math.max(last - MOST_BEHIND, 0); at--) {
    if (tail.readUInt32LE(at) !== END || !isEnd(tail, at, tailAt)) continue;
    const isBare = at === last && tail.readUInt16LE(at + COMMENT_LENGTH_AT) === 0;
    return isBare ? undefined : tailAt + at + END_BYTES;
  }
  return undefined;
}

/** Whether the list of files reaches up to an end record; `tailAt`: where the tail begins in the archive. */
function isEnd(tail: Buffer, at: number, tailAt: number): boolean {
  const locator = at - LOCATOR_BYTES;
  if (locator < 0 || tail.readUInt32LE(locator) !== LOCATOR)
    return tail.readUInt32LE(at + 16) + tail.readUInt32LE(at + 12) === tailAt + at;
  const end64 = Number(tail.readBigUInt64LE(locator + 8)) - tailAt;
  if (!(end64 >= 0 && end64 + END_64_BYTES <= locator) || tail.readUInt32LE(end64) !== END_64) return false;
  const listLength = Number(tail.readBigUInt64LE(end64 + 40));
  return Number(tail.readBigUInt64LE(end64 + 48)) + listLength === tailAt + end64;
}
