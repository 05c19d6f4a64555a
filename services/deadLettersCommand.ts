// What no try could handle, for an operator, beside the running stack or in a container of a subgraph:
//   npm run dead-letters -- list                  what there is and why
//   npm run dead-letters -- replay <sequence>     gives one to its service again
//   npm run dead-letters -- replay-all            gives them all, oldest first
import { openBroker, type Broker } from '#platform/events/broker.ts';
import { listDeadLetters, replayDeadLetter, type StoredDeadLetter } from '#platform/events/deadLetters.ts';
import { createService } from '#platform/lifecycle.ts';
import { hostsOf } from '#platform/urls.ts';
import { readSettings } from './config.ts';

const usage = 'Usage: npm run dead-letters -- list | replay <sequence> | replay-all';

/** What the person asked for; undefined when it is not understood. */
type Command = (broker: Broker) => Promise<void>;

function parseCommand([name, argument, ...rest]: readonly string[]): Command | undefined {
  if (rest.length > 0) return undefined;
  if (name === 'replay')
    return /^[1-9]\d*$/.test(argument ?? '') ? (broker) => replay(broker, Number(argument)) : undefined;
  if (argument !== undefined) return undefined;
  if (name === 'list') return list;
  if (name === 'replay-all') return replayAll;
  return undefined;
}

async function list(broker: Broker): Promise<void> {
  const letters = await listDeadLetters(broker);
  for (const letter of letters) console.log(describe(letter));
  console.log(letters.length === 0 ? 'There are no dead letters.' : `${letters.length} in all.`);
}

function describe({ sequence, letter }: StoredDeadLetter): string {
  const [reason] = letter.error.split('\n');
  return `${sequence}  ${letter.failedAt}  ${letter.service}  ${letter.subject}  ${letter.tries} tries: ${reason}`;
}

async function replay(broker: Broker, sequence: number): Promise<void> {
  const { service, subject } = await replayDeadLetter(broker, sequence);
  console.log(`${sequence}: ${subject} is given to ${service} again`);
}

/** Those that are there now: what fails again meanwhile is left for the next time. */
async function replayAll(broker: Broker): Promise<void> {
  const letters = await listDeadLetters(broker);
  for (const { sequence } of letters) await replay(broker, sequence);
  console.log(`${letters.length} in all.`);
}

async function run(command: Command): Promise<void> {
  const { service, close } = createService('dead-letters', 'silent');
  const { serviceUrls, ports } = readSettings();
  const url = serviceUrls.nats ?? `nats://127.0.0.1:${ports.nats}`;
  try {
    const broker = await openBroker(service, url, true).catch((error: unknown) => {
      throw new Error(`NATS does not answer at ${hostsOf(url)}: start the stack, or set NATS_URL`, {
        cause: error,
      });
    });
    await command(broker);
  } finally {
    await close();
  }
}

const command = parseCommand(process.argv.slice(2));
try {
  if (!command) throw new Error(usage);
  await run(command);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
