/** Longest name without its ending, in code points: with what stands before it in an archive it is as long as disks take. */
const MAX_STEM_LENGTH = 40;

/**
 * What somebody called a file, as a name that any disk takes: without folders and special characters, not too long, with its
 * ending, such as `.fit.gz`. Empty when nothing is left of it.
 */
export function safeFileName(fileName: string): string {
  const name = fileName.split(/[/\\]/).at(-1) ?? '';
  const [ending = ''] = /(\.[a-z\d]{1,8}){1,2}$/i.exec(name) ?? [];
  const stem = name.slice(0, name.length - ending.length).replace(/[^\p{L}\p{M}\p{N} ._-]/gu, '_');
  return ([...stem].slice(0, MAX_STEM_LENGTH).join('') + ending).replace(/[ .]+$/, '');
}
