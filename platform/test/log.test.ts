import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { acceptRequestId } from '#platform/telemetry/log.ts';

const program = new URL('./processes/logging.ts', import.meta.url).pathname;
const line = z.looseObject({
  level: z.int(),
  time: z.iso.datetime(),
  msg: z.string(),
  requestId: z.string().optional(),
});

describe('a log', () => {
  test('is a line of JSON each, with the service and the id of the request under way', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [program]);
    const lines = stdout
      .trim()
      .split('\n')
      .map((text) => line.parse(JSON.parse(text)));
    expect(lines.map(({ msg, requestId }) => [msg, requestId])).toEqual([
      ['outside', undefined],
      ['inside', 'request-7'],
      ['later', 'request-7'],
      ['another', 'request-8'],
    ]);
    for (const each of lines) expect(each).toMatchObject({ service: 'example' });
    expect(lines[1]).toMatchObject({ err: { message: 'the store is away' } });
    expect(stdout).not.toContain('Ana');
  });
});

test('a request id is taken over when it looks like one, else made anew', () => {
  expect(acceptRequestId('client:7.a-b_c')).toBe('client:7.a-b_c');
  for (const sent of [undefined, '', 'a b', 'a\nb', 'x'.repeat(129), 7]) {
    expect(acceptRequestId(sent)).toMatch(/^[0-9a-f-]{36}$/);
  }
});
