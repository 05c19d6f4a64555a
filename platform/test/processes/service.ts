// A service for tests of the lifecycle: says on standard output what it closes. Arguments: name=value.
import { setTimeout } from 'node:timers/promises';
import { armFailpoints, failpoint } from '#platform/failpoints.ts';
import { runService } from '#platform/lifecycle.ts';

const given = new Map(
  process.argv.slice(2).map((argument) => [argument.split('=')[0], argument.slice(argument.indexOf('=') + 1)]),
);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

await runService('example', 'silent', async (service) => {
  armFailpoints(given.get('failpoints') ?? '');
  service.onClose('store', () => say('closed the store'));
  service.onClose('broken', () => {
    throw new Error('cannot close');
  });
  service.onClose('server', async () => {
    say('closing the server');
    await setTimeout(Number(given.get('drainMs') ?? 0));
    say('closed the server');
  });
  if (given.has('failStart')) throw new Error('no store');
  if (given.has('crash')) setImmediate(() => void Promise.reject(new Error('nobody catches this')));
  const alive = setInterval(() => failpoint('example.tick'), 5);
  service.onClose('timer', () => clearInterval(alive));
  say('started');
});
