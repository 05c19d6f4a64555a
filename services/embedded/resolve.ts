import { compareVersions, findPrograms, firstVersion, lastLines } from './command.ts';
import type { Surroundings } from './service.ts';

/** One way to get a program. `find` throws an Error that says in a few words why it is not to be had that way. */
export interface Source<T> {
  readonly from: string;
  find(): Promise<T>;
}

export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
}

/**
 * Takes the first source that works.
 *
 * @throws ServiceUnavailable naming the service, each source with its reason, and what to install.
 */
export async function firstThatWorks<T>(
  service: string,
  sources: readonly Source<T>[],
  remedy: string,
): Promise<{ readonly found: T; readonly from: string }> {
  const refusals: string[] = [];
  for (const source of sources) {
    try {
      return { found: await source.find(), from: source.from };
    } catch (error) {
      refusals.push(`${source.from}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new ServiceUnavailable(`${service} cannot be had. Tried ${refusals.join('; ')}. To mend it: ${remedy}.`);
}

export interface Program {
  readonly file: string;
  readonly version: string;
}

/**
 * Looks for a program of at least the given version on PATH and in the folders given.
 *
 * @throws Error when there is none, or only older ones.
 */
export async function programOfVersion(
  names: readonly string[],
  minimum: string,
  around: Surroundings,
  alsoIn: readonly string[] = [],
): Promise<Program> {
  const reasons: string[] = [];
  for (const name of names) {
    for (const file of await findPrograms(name, around.environment, alsoIn)) {
      const answer = await versionOf(file, around);
      if ('version' in answer && compareVersions(firstVersion(answer.version), firstVersion(minimum)) >= 0) {
        return { file, version: answer.version };
      }
      reasons.push('version' in answer ? `${file} is ${answer.version}, at least ${minimum} is needed` : answer.reason);
    }
  }
  throw new Error(reasons.length > 0 ? reasons.join(', ') : `no ${names.join(' or ')}`);
}

async function versionOf(
  file: string,
  around: Surroundings,
): Promise<{ readonly version: string } | { readonly reason: string }> {
  const result = await around.run(file, ['--version'], { timeoutMs: 10_000 });
  const version = /\d+\.\d+(?:\.\d+)*/.exec(result.stdout)?.[0];
  if (result.code === 0 && version !== undefined) return { version };
  return { reason: `${file} does not run (${lastLines(result.stderr, 1) || `exit ${result.code}`})` };
}
