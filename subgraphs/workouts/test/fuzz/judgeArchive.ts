import { ArchiveRefused, isZip, openZipBytes, type Archive } from '../../imports/archive/zip.ts';
import { judge } from './judge.ts';

const LIMITS = { maxFiles: 100, maxBytes: 25 * 1024 * 1024, maxTotalBytes: 100 * 1024 * 1024 };

/**
 * Opens an archive and reads each file of it.
 * @returns what became of the archive and of its files
 * @throws when one can be neither read nor refused
 */
export async function judgeArchive(bytes: Uint8Array): Promise<string> {
  if (!isZip(bytes)) return judge(bytes, 'OTHERS');
  const archive = await openZipBytes(bytes, LIMITS).catch(refused);
  if (typeof archive === 'string') return archive;
  try {
    return await fates(archive);
  } finally {
    await archive.close();
  }
}

async function fates({ files }: Archive): Promise<string> {
  const all: string[] = [];
  for (const file of files) {
    if (/\p{Cc}/u.test(file.fileName) || !file.fileName.isWellFormed()) throw new Error('a name that is no text');
    const bytes = file.refused === null ? await file.read().catch(refused) : file.refused.code;
    all.push(typeof bytes === 'string' ? bytes : judge(bytes, 'OTHERS'));
  }
  return `archive of ${[...new Set(all)].sort().join(' and ')}`;
}

function refused(error: unknown): string {
  if (error instanceof ArchiveRefused) return error.failure.code;
  throw error;
}
