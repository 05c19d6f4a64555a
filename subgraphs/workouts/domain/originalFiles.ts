/** A file that the owner of a workout uploaded: where it lies, what they called it, and its length as it came. */
export type OriginalFile = { fileKey: string; fileName: string; fileByteLength: number };

/** One that a workout was made of before a recording that tells more took its place; `version` is the last of the workout that was made of it. */
export type FormerFile = OriginalFile & { version: number };

/** How many former files stay with a workout: the oldest goes before another comes. */
export const MAX_FORMER_FILES = 10;

type OfFile = { fileKey: string; fileName: string | null; fileByteLength: number | null };

/** The file that a workout is made of; undefined where its owner uploaded none. */
export const originalFileOf = ({ fileKey, fileName, fileByteLength }: OfFile): OriginalFile | undefined =>
  fileName === null || fileByteLength === null ? undefined : { fileKey, fileName, fileByteLength };

/** The former files of a workout, oldest first, when another recording takes the place of the one it has. */
export function formerFilesOf(known: OfFile & { version: number; formerFiles: readonly FormerFile[] }): FormerFile[] {
  const original = originalFileOf(known);
  const own = original ? [{ ...original, version: known.version }] : [];
  return [...known.formerFiles, ...own].slice(-MAX_FORMER_FILES);
}
