import { InvalidSettings } from './config.ts';
import { ServiceUnavailable } from './embedded/resolve.ts';
import { describeEvent } from './events.ts';
import { PortTaken } from './ports.ts';
import { StartFailure } from './process.ts';
import { AlreadyRunning, startStack, type Stack } from './stack.ts';
import type { StackEvent } from './stores.ts';
import { stackTable } from './table.ts';

/** Ctrl-C reaches this process more than once: from the terminal, from npm and from the bootstrap. */
const sameKeyPressMs = 1_000;

/** What a person can mend: told in a line, without a stack trace. */
const tellable = [InvalidSettings, PortTaken, AlreadyRunning, ServiceUnavailable, StartFailure];

const began = performance.now();

function tell(text: string): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
  console.log(`${seconds} s  ${text}`);
}

function onEvent(event: StackEvent): void {
  tell(describeEvent(event));
}

async function main(): Promise<void> {
  const stopping = new AbortController();
  let stack: Stack | undefined;
  let askedAt: number | undefined;
  const stop = () => {
    if (askedAt === undefined) {
      askedAt = performance.now();
      tell('stopping (once more to kill)');
      stopping.abort();
    } else if (performance.now() - askedAt > sameKeyPressMs) {
      stack?.abandon();
      process.exit(130);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // The bootstrap is gone without a word.
  process.on('disconnect', stop);
  // So is the terminal: there is nobody to tell, but everything must still be stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', stop);

  const stopAsked = new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));
  try {
    stack = await startStack({ onEvent, signal: stopping.signal });
    console.log(stackTable(stack, performance.now() - began));
    await stopAsked;
    await stack.stop();
  } catch (error) {
    if (askedAt === undefined) throw error;
  }
  tell('everything is stopped');
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const plain = tellable.some((kind) => error instanceof kind);
  console.error(plain && error instanceof Error ? `laurel: ${error.message}` : error);
  process.exit(1);
}
