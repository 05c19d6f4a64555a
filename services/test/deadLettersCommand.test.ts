import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openBroker, type Broker } from '#platform/events/broker.ts';
import { consume } from '#platform/events/consumer.ts';
import { on } from '#platform/events/handlers.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { listDeadLetters } from '#platform/events/deadLetters.ts';
import { eventsOf } from '#platform/events/streams.ts';
import { freePort } from '#platform/freePorts.ts';
import { startTestNats, testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';

const program = new URL('../deadLettersCommand.ts', import.meta.url).pathname;
const Counted = { domain: 'tests', name: 'Counted', type: 'tests.Counted.v1', data: z.object({ version: z.int() }) };

interface Outcome {
  readonly code: number;
  readonly lines: readonly string[];
}

/** Runs the command as an operator would. */
const run = (natsUrl: string, ...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], NATS_URL: natsUrl };
    const child = execFile(process.execPath, [program, ...args], { env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, lines: `${stdout}${stderr}`.trim().split('\n') });
    });
  });

/** A broker and a service that fails while `isBroken`, with one dead letter per event published. */
async function failingService(isBroken: () => boolean): Promise<{ url: string; broker: Broker; handled: string[] }> {
  const { value: nats, dispose } = await startTestNats();
  onTestFinished(dispose);
  const service = testService('counter');
  const broker = await openBroker(service, nats.url);
  const handled: string[] = [];
  const handler = on(Counted, async ({ subject }) => {
    if (isBroken()) throw new Error('the store is away');
    handled.push(subject);
  });
  await consume({ service, broker, stream: eventsOf('tests'), handlers: [handler], backoffMs: [] });
  return { url: nats.url, broker, handled };
}

async function publish({ streams }: Broker): Promise<string> {
  const id = randomUUID();
  const { subject, envelope } = createEvent(Counted, id, { version: 1 }, new Date());
  await streams.publish(subject, JSON.stringify(envelope));
  return id;
}

const deadLetters = (broker: Broker, count: number) =>
  until(`${count} dead letters`, async () => (await listDeadLetters(broker)).length === count);

describe('npm run dead-letters', () => {
  test('lists what failed and why, replays one, then all', async () => {
    let broken = true;
    const { url, broker, handled } = await failingService(() => broken);
    expect(await run(url, 'list')).toEqual({ code: 0, lines: ['There are no dead letters.'] });
    const ids = [await publish(broker), await publish(broker), await publish(broker)];
    await deadLetters(broker, 3);

    const listed = await run(url, 'list');
    expect(listed.code).toBe(0);
    expect(listed.lines).toHaveLength(4);
    expect(listed.lines[1]).toMatch(
      /^2 .* counter {2}events\.tests\.Counted\.\S+ {2}1 tries: Error: the store is away$/,
    );

    broken = false;
    const replayed = await run(url, 'replay', '2');
    expect(replayed).toEqual({ code: 0, lines: [`2: events.tests.Counted.${ids[1]} is given to counter again`] });
    await until('the second event', () => handled.length === 1);
    expect((await run(url, 'replay-all')).lines.at(-1)).toBe('2 in all.');
    await until('the others', () => handled.length === 3);
    expect(new Set(handled)).toEqual(new Set(ids));
    expect((await run(url, 'list')).lines).toEqual(['There are no dead letters.']);
  });

  test('says what is wrong in one line', async () => {
    const { url } = await failingService(() => false);
    expect(await run(url, 'replay', '9')).toEqual({ code: 1, lines: ['there is no dead letter 9'] });
    for (const args of [[], ['replay'], ['replay', 'all'], ['remove']]) {
      const { code, lines } = await run(url, ...args);
      expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringContaining('Usage:')] });
    }
    const nobody = `nats://127.0.0.1:${await freePort()}`;
    const { code, lines } = await run(nobody, 'list');
    expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringContaining('NATS does not answer')] });
  });
});
