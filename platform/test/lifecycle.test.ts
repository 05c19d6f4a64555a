import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createService } from '#platform/lifecycle.ts';

const program = new URL('./processes/service.ts', import.meta.url).pathname;
const inReverse = ['closing the server', 'closed the server', 'closed the store'];

describe('a service process', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'told to stop by %s closes everything in reverse and exits with 0',
    async (signal) => {
      const service = await run();
      expect(await service.stopped(signal)).toEqual({ code: 0, signal: null, lines: ['started', ...inReverse] });
    },
  );

  test('finishes what is under way when it is told twice', async () => {
    const service = await run('drainMs=300');
    service.kill('SIGTERM');
    await service.said('closing the server');
    expect(await service.stopped('SIGTERM')).toEqual({ code: 0, signal: null, lines: ['started', ...inReverse] });
  });

  test('that does not drain in time ends all the same', async () => {
    const service = await run('drainMs=60000');
    const began = Date.now();
    const { code, lines } = await service.stopped('SIGTERM');
    expect({ code, lines }).toEqual({ code: 0, lines: ['started', 'closing the server'] });
    // Eight seconds later, and what a busy machine takes to end it.
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  test('that cannot start closes what was opened and exits with 1', async () => {
    const service = await run('failStart=1');
    expect(await service.ended()).toEqual({ code: 1, signal: null, lines: inReverse });
  });

  test('with an error nobody caught closes everything and exits with 1', async () => {
    const service = await run('crash=1');
    expect(await service.ended()).toEqual({ code: 1, signal: null, lines: ['started', ...inReverse] });
  });

  test('dies at an armed failpoint as by kill -9, closing nothing', async () => {
    const service = await run('failpoints=seed=3;example.*=0.5');
    expect(await service.ended()).toEqual({ code: null, signal: 'SIGKILL', lines: ['started'] });
  });
});

test('a store that went before its service is a warning of the log when it closes, what is broken an error', async () => {
  const { service, close } = createService('example', 'silent');
  const warn = vi.spyOn(service.log, 'warn');
  const error = vi.spyOn(service.log, 'error');
  const gone = Object.assign(new Error('nobody listens'), { code: 'ECONNREFUSED' });
  service.onClose('outbox', async () => Promise.reject(gone));
  await close();
  expect([warn.mock.calls.length, error.mock.calls.length]).toEqual([1, 0]);
  service.onClose('outbox', async () => Promise.reject(new Error('a bug')));
  await close();
  expect([warn.mock.calls.length, error.mock.calls.length]).toEqual([1, 1]);
});

test('a service closes the rest when one thing cannot be closed', async () => {
  const closed: string[] = [];
  const { service, close } = createService('example', 'silent');
  service.onClose('first', () => closed.push('first'));
  service.onClose('second', async () => Promise.reject(new Error('no')));
  service.onClose('third', () => closed.push('third'));
  await close();
  await close();
  expect(closed).toEqual(['third', 'first']);
});

interface End {
  readonly code: number | null;
  readonly signal: string | null;
  readonly lines: readonly string[];
}

interface Running {
  kill(signal: NodeJS.Signals): void;
  said(line: string): Promise<void>;
  stopped(signal: NodeJS.Signals): Promise<End>;
  ended(): Promise<End>;
}

async function run(...flags: string[]): Promise<Running> {
  const child = spawn(process.execPath, [program, ...flags], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(line));
  const exit = Promise.all([once(child, 'exit'), once(reader, 'close')]);
  const ended = async (): Promise<End> => {
    await exit;
    return { code: child.exitCode, signal: child.signalCode, lines };
  };
  const said = async (wanted: string): Promise<void> => {
    while (!lines.includes(wanted)) await once(reader, 'line');
  };
  if (flags.length === 0 || flags.some((flag) => flag.startsWith('drain'))) await said('started');
  return {
    kill: (signal) => void child.kill(signal),
    said,
    ended,
    stopped: (signal) => {
      child.kill(signal);
      return ended();
    },
  };
}
