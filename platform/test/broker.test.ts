import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openBroker } from '#platform/events/broker.ts';
import { startTestNats, testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';

const nobody = '127.0.0.1:1';

async function natsWith(...flags: string[]) {
  const { value, dispose } = await startTestNats(flags);
  onTestFinished(dispose);
  return { ...value, host: new URL(value.url).host };
}

describe('the broker', () => {
  test.each([
    ['a token', ['--auth', 's3cr:t%'], 's3cr%3At%25'],
    ['a user and a password', ['--user', 'laurel', '--pass', 's3cr:t%'], 'laurel:s3cr%3At%25'],
  ])('knows us by %s', async (_what, flags, login) => {
    const { host } = await natsWith(...flags);
    const broker = await openBroker(testService(), `nats://${login}@${host}`, true);
    await expect(broker.ping()).resolves.toBeUndefined();
    await expect(openBroker(testService(), `nats://wrong${login}@${host}`, true)).rejects.toThrow('Authorization');
  });

  test.each([
    ['in one URL', (host: string) => `nats://laurel:secret@${nobody},${host}`],
    ['in a URL each', (host: string) => `nats://laurel:secret@${nobody},nats://${host}`],
  ])('is one of several servers, named %s', async (_how, url) => {
    const { host } = await natsWith('--user', 'laurel', '--pass', 'secret');
    await (await openBroker(testService(), url(host))).ping();
  });

  test('is found again at a server that did not answer at first', async () => {
    const [first, second] = await Promise.all([natsWith(), natsWith()]);
    await second.stop();
    // The client shuffles the servers; so it tries the second first.
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.99);
    onTestFinished(() => random.mockRestore());
    const broker = await openBroker(testService(), `${second.url},${first.url}`);
    await second.start();
    await first.stop();
    await until('the second server', () => broker.connection.getServer() === second.host);
    await broker.ping();
  });

  test('is waited for at the start, which is told once with the reason and without the password', async () => {
    const nats = await natsWith();
    await nats.stop();
    const service = testService();
    const warn = vi.spyOn(service.log, 'warn');
    const opening = openBroker(service, `nats://laurel:secret@${nats.host}`);
    await until('a line in the log', () => warn.mock.calls.length > 0);
    await nats.start();
    await (await opening).ping();
    const told = { err: expect.objectContaining({ message: 'connection refused' }), servers: [nats.host] };
    expect(warn.mock.calls).toEqual([[told, 'waiting for the broker']]);
  });

  test('is waited for at the start for several reasons, of which each is told once', async () => {
    const [strange, ours] = await Promise.all([
      natsWith('--user', 'laurel', '--pass', 'other'),
      natsWith('--user', 'laurel', '--pass', 'secret'),
    ]);
    await Promise.all([strange.stop(), ours.stop()]);
    const service = testService();
    const warn = vi.spyOn(service.log, 'warn');
    const opening = openBroker(service, `nats://laurel:secret@${strange.host},${ours.host}`);
    await until('a line in the log', () => warn.mock.calls.length > 0);
    await strange.start();
    await until('another line', () => warn.mock.calls.length > 1);
    await ours.start();
    await (await opening).ping();
    const line = (message: string) =>
      [expect.objectContaining({ err: expect.objectContaining({ message }) }), 'waiting for the broker'] as const;
    expect(warn.mock.calls).toEqual([line('connection refused'), line('Authorization Violation')]);
  });
});
