import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { findPrograms, isExecutable, lastLines } from './command.ts';
import type { Source } from './resolve.ts';
import { tellMeanwhile, type Surroundings } from './service.ts';

export interface GoProgram {
  readonly name: string;
  /** Folder of its go.mod, go.sum and own sources. */
  readonly module: string;
  /** Import path of the main package; "." for the module itself. */
  readonly target: string;
}

/** Where installers put Go without putting it on PATH. */
const usualFolders = ['/usr/local/go/bin', '/usr/lib/go/bin', '/snap/bin'];

/**
 * The two ways to get a Go program: one built earlier from the same pinned sources, or a build now.
 *
 * @param goFolders where Go may be that is not on PATH.
 */
export function goSources(
  program: GoProgram,
  around: Surroundings,
  goFolders: readonly string[] = usualFolders,
): Source<string>[] {
  return [
    {
      from: 'built earlier',
      find: async () => {
        const name = await builtName(program);
        const folders = [around.cacheDir, around.sharedCacheDir].filter((folder) => folder !== undefined);
        for (const folder of folders) {
          const file = path.join(folder, name);
          if (await isExecutable(file)) return file;
        }
        throw new Error(`not in ${folders.join(' or ')}`);
      },
    },
    { from: 'built with Go', find: () => build(program, around, goFolders) },
  ];
}

/** Its name carries a hash of go.sum and the sources, so that a changed pin is another file. */
async function builtName(program: GoProgram): Promise<string> {
  const hash = createHash('sha256').update(`${program.target} ${process.platform} ${process.arch}`);
  for (const name of (await readdir(program.module)).sort()) {
    if (/\.(go|sum|mod)$/.test(name)) hash.update(await readFile(path.join(program.module, name)));
  }
  return `${program.name}-${hash.digest('hex').slice(0, 12)}`;
}

async function build(program: GoProgram, around: Surroundings, goFolders: readonly string[]): Promise<string> {
  const [go] = await findPrograms('go', around.environment, goFolders);
  if (go === undefined) throw new Error('no go on PATH');
  const file = path.join(around.cacheDir, await builtName(program));
  const unfinished = `${file}.${process.pid}`;
  await mkdir(around.cacheDir, { recursive: true });
  const args = ['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', unfinished, program.target];
  // Go wants a home for its caches; a bare environment has none.
  const extra = { HOME: around.environment['HOME'] ?? around.cacheDir, CGO_ENABLED: '0' };
  const compile = (toolchain: Readonly<Record<string, string>>) =>
    around.run(go, args, { extra: { ...extra, ...toolchain }, cwd: program.module });
  const result = await tellMeanwhile(around, `building ${program.name} with Go (once)`, async () => {
    const first = await compile({});
    const tooOld = first.code !== 0 && /requires go >= |GOTOOLCHAIN=local/.test(first.stderr);
    return tooOld ? compile({ GOTOOLCHAIN: 'auto' }) : first;
  });
  if (result.code !== 0) {
    await rm(unfinished, { force: true });
    throw new Error(`go build failed (${lastLines(result.stderr)})`);
  }
  await rename(unfinished, file);
  return file;
}
