import { withinBounds, type ArchiveBytes } from './archiveBytes.ts';

/** What archives end with, and what those of the zip64 kind have before it: signatures, and lengths without what may follow. */
const END = 0x06054b50;
const END_BYTES = 22;
const COMMENT_LENGTH_AT = 20;
const LOCATOR = 0x07064b50;
const LOCATOR_BYTES = 20;
const END_64 = 0x06064b50;
const END_64_BYTES = 56;
/** What each file of the list begins with. */
const LISTED = 0x02014b50;

/** A comment is as long at most, and so is what is taken for something else behind the end. */
const MOST_BEHIND = 0xffff;
/** So much of what an archive ends with is looked at. */
const TAIL_BYTES = END_64_BYTES + LOCATOR_BYTES + END_BYTES + MOST_BEHIND;

/** An archive without comment, or what else stands behind its end. */
export async function withoutComment(archive: ArchiveBytes): Promise<ArchiveBytes> {
  const end = await endOf(archive);
  if (!end) return archive;
  const commentLengthAt = end.at + COMMENT_LENGTH_AT;
  const read = async (from: number, length: number): Promise<Buffer> => {
    const bytes = await archive.read(from, length);
    return from + length > commentLengthAt ? bytes.fill(0, Math.max(commentLengthAt - from, 0)) : bytes;
  };
  return withinBounds({ byteLength: end.at + END_BYTES, read, close: archive.close });
}

/** An end record: where it is, and where the list of files is by it, and where that ought to reach to. */
interface End {
  readonly at: number;
  readonly list: number;
  readonly listLength: number;
  readonly listEnd: number;
}

/**
 * The end record of an archive: programs and downloads pad, and some tell a comment of another length. As unzip does, the last one is
 * taken that says of the list of files what is so: that it reaches up to it; else the last that says where it begins, since
 * something may stand between. Another cannot stand in a comment by chance.
 */
async function endOf(archive: ArchiveBytes): Promise<End | undefined> {
  const ends = await lastEndsOf(archive);
  const exact = ends.find(({ list, listLength, listEnd }) => list + listLength === listEnd);
  if (exact) return exact;
  for (const end of ends) {
    if (end.list + 4 > end.listEnd) continue;
    if ((await archive.read(end.list, 4)).readUInt32LE(0) === LISTED) return end;
  }
  return undefined;
}

/** What looks like an end record at the end of an archive, the last one first. */
async function lastEndsOf({ byteLength, read }: ArchiveBytes): Promise<End[]> {
  const tailAt = Math.max(byteLength - TAIL_BYTES, 0);
  const tail = await read(tailAt, byteLength - tailAt);
  const last = tail.length - END_BYTES;
  const ends: End[] = [];
  for (let at = last; at >= Math.max(last - MOST_BEHIND, 0); at--) {
    const end = tail.readUInt32LE(at) === END ? endAt(tail, at, tailAt) : undefined;
    if (end) ends.push(end);
  }
  return ends;
}

/** What an end record says; `tailAt`: where the tail begins in the archive. */
function endAt(tail: Buffer, at: number, tailAt: number): End | undefined {
  const end = { at: tailAt + at, list: tail.readUInt32LE(at + 16), listLength: tail.readUInt32LE(at + 12) };
  const locator = at - LOCATOR_BYTES;
  if (locator < 0 || tail.readUInt32LE(locator) !== LOCATOR) return { ...end, listEnd: end.at };
  const end64 = Number(tail.readBigUInt64LE(locator + 8)) - tailAt;
  if (!(end64 >= 0 && end64 + END_64_BYTES <= locator) || tail.readUInt32LE(end64) !== END_64) return undefined;
  const list = Number(tail.readBigUInt64LE(end64 + 48));
  const listLength = Number(tail.readBigUInt64LE(end64 + 40));
  return { at: end.at, list, listLength, listEnd: tailAt + end64 };
}
