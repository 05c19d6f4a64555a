import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { goSources } from '../embedded/goBuild.ts';
import { findRedis } from '../embedded/redis.ts';
import { firstThatWorks, programOfVersion } from '../embedded/resolve.ts';
import { testSurroundings, writeProgram } from './support.ts';

const refuse = (reason: string) => () => Promise.reject(new Error(reason));

test('the first source that works is taken, and later ones are not tried', async () => {
  const taken = await firstThatWorks(
    'Store',
    [
      { from: 'PATH', find: refuse('none') },
      { from: 'cache', find: () => Promise.resolve('cached') },
      { from: 'download', find: refuse('must not be tried') },
    ],
    'install it',
  );
  expect(taken).toEqual({ found: 'cached', from: 'cache' });
});

test('when nothing works, one error names the service, what was tried and what to install', async () => {
  const sources = [
    { from: 'PATH', find: refuse('no storectl') },
    { from: 'Debian', find: refuse('only root can install') },
  ];
  await expect(firstThatWorks('Store', sources, 'install storectl 3')).rejects.toThrow(
    'Store cannot be had. Tried PATH: no storectl; Debian: only root can install. To mend it: install storectl 3.',
  );
});

test('a program that is too old or does not run is passed over for a later one on PATH', async () => {
  const folder = await temporaryFolder();
  await writeProgram(path.join(folder, 'old', 'storectl'), 'echo storectl v1.2.0');
  await writeProgram(path.join(folder, 'broken', 'storectl'), 'exit 1');
  await writeProgram(path.join(folder, 'good', 'storectl'), 'echo storectl v2.10.1');
  const search = (...names: string[]) => names.map((name) => path.join(folder, name)).join(path.delimiter);
  const around = await testSurroundings();
  const find = (searched: string) =>
    programOfVersion(['storectl'], '2.9', { ...around, environment: { PATH: searched } });

  await expect(find(search('old', 'broken', 'good'))).resolves.toEqual({
    file: path.join(folder, 'good', 'storectl'),
    version: '2.10.1',
  });
  await expect(find(search('old'))).rejects.toThrow(/old\/storectl is 1\.2\.0, at least 2\.9 is needed/);
  await expect(find(search('nowhere'))).rejects.toThrow('no storectl');
});

test('a Redis on PATH is taken before anything is installed', async () => {
  const folder = await temporaryFolder();
  await writeProgram(path.join(folder, 'redis-server'), 'echo Redis server v=7.4.1 bits=64');
  const around = await testSurroundings({ environment: { PATH: folder } });
  expect(await findRedis(around)).toMatchObject({ from: 'PATH', found: { file: path.join(folder, 'redis-server') } });
  expect(around.said).toEqual([]);
});

test('a Go program built earlier is used again until its pinned sources change', async () => {
  const [cacheDir, module, tools] = await Promise.all([temporaryFolder(), temporaryFolder(), temporaryFolder()]);
  await writeFile(path.join(module, 'go.sum'), 'one');
  await writeProgram(
    path.join(tools, 'go'),
    'for last; do :; done; while [ "$1" != -o ]; do shift; done; echo built > "$2"; chmod +x "$2"',
  );
  const environment = { PATH: `${tools}:/usr/bin:/bin` };
  const around = await testSurroundings({ cacheDir, environment });
  const take = () =>
    firstThatWorks('Program', goSources({ name: 'program', module, target: '.' }, around), 'install Go');

  const first = await take();
  expect(first.from).toBe('built with Go');
  expect(await take()).toEqual({ found: first.found, from: 'built earlier' });
  await writeFile(path.join(module, 'go.sum'), 'two');
  const changed = await take();
  expect(changed.from).toBe('built with Go');
  expect(changed.found).not.toBe(first.found);
});

test('a Go program that root built serves the other accounts of the machine', async () => {
  const folders = await Promise.all([temporaryFolder(), temporaryFolder(), temporaryFolder(), temporaryFolder()]);
  const [cacheDir, sharedCacheDir, module, tools] = folders;
  await writeFile(path.join(module, 'go.sum'), 'one');
  await writeProgram(
    path.join(tools, 'go'),
    'for last; do :; done; while [ "$1" != -o ]; do shift; done; echo built > "$2"; chmod +x "$2"',
  );
  const environment = { PATH: `${tools}:/usr/bin:/bin` };
  const take = async (folder: { readonly cacheDir: string; readonly sharedCacheDir?: string }) => {
    const around = await testSurroundings({ ...folder, environment });
    return firstThatWorks('Program', goSources({ name: 'program', module, target: '.' }, around), 'install Go');
  };
  const { found } = await take({ cacheDir: sharedCacheDir });
  expect(await take({ cacheDir, sharedCacheDir })).toEqual({ found, from: 'built earlier' });
});

test('without Go the error says so', async () => {
  const [cacheDir, module] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  await mkdir(path.join(cacheDir, 'empty'));
  const around = await testSurroundings({ cacheDir, environment: { PATH: path.join(cacheDir, 'empty') } });
  const [, build] = goSources({ name: 'program', module, target: '.' }, around, []);
  await expect(build?.find()).rejects.toThrow('no go on PATH');
});
