import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { gist, LogTail, readable } from '../logTail.ts';

test('warnings and errors are shown with their request and cause, and lesser lines are not', () => {
  expect(readable('{"level":30,"msg":"listening"}')).toBeUndefined();
  expect(readable('{"level":40,"msg":"slow","requestId":"r1"}')).toBe('warning: slow (request r1)');
  expect(readable('{"level":50,"msg":"failed","err":{"message":"no store"}}')).toBe('error: failed\n    no store');
  expect(readable('Error: cannot find module')).toBe('Error: cannot find module');
});

test('the gist of a crash leaves out stack frames and keeps every wrong setting', () => {
  const log = [
    '{"level":30,"msg":"starting"}',
    'file:///laurel/platform/config.ts:72',
    '    throw new Error(…)',
    '    ^',
    'Error: users cannot start, its settings are wrong:',
    '  PORT: not a port',
    '    at readConfig (file:///laurel/platform/config.ts:72:11)',
    'Node.js v24.0.0',
  ].join('\n');
  expect(gist(log)).toContain('users cannot start, its settings are wrong:\n    PORT: not a port');
  expect(gist(log)).not.toContain('readConfig (');
});

test('only what is written after following began is shown, also when a line comes in pieces', async () => {
  const file = path.join(await temporaryFolder(), 'users.log');
  await writeFile(file, '{"level":50,"msg":"long ago"}\n');
  const shown: string[] = [];
  const tail = new LogTail((name, line) => shown.push(`${name}: ${line}`));
  onTestFinished(() => tail.close());
  tail.follow('users', file);
  await appendFile(file, '{"level":50,"msg":"no');
  await appendFile(file, 'w"}\n');
  await expect.poll(() => shown).toEqual(['users: error: now']);
});
