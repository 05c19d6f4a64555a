import { flushCompileCache } from 'node:module';
import type { Registry } from 'prom-client';
import { logMasked } from './server/masking.ts';
import { createLogger, type Logger } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';

/** How long a service has to finish what is under way after it was told to stop. */
const DRAIN_LIMIT_MS = 8000;

/** A running service: what it logs and counts with, and what it closes in the end. */
export interface Service {
  readonly name: string;
  readonly log: Logger;
  readonly metrics: Registry;
  /** Registers something to close; the last registered is closed first. */
  onClose(label: string, close: () => unknown): void;
}

/**
 * Runs a service until SIGTERM or SIGINT: `start` wires it; on a signal everything registered with `onClose` is closed
 * in reverse, for at most 8 s. A failed start or an uncaught error closes it too, with exit code 1.
 */
export async function runService(
  name: string,
  level: string,
  start: (service: Service) => Promise<void>,
): Promise<void> {
  const { service, close } = createService(name, level);
  let stopping: Promise<void> | undefined;
  const stop = (code: number): void => {
    process.exitCode = code;
    stopping ??= withLimit(close(), service.log).then(() => process.exit());
  };
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  process.on('uncaughtException', (error) => {
    service.log.fatal({ err: error }, 'uncaught error');
    stop(1);
  });
  try {
    await start(service);
    service.log.info('started');
    // With NODE_COMPILE_CACHE set, Node writes the cache when it exits; the first time that takes seconds, while somebody
    // waits for the exit, and a process that is killed would never have one.
    flushCompileCache();
  } catch (error) {
    service.log.fatal({ err: error }, 'could not start');
    stop(1);
  }
}

/** A service without signals: what tests start and close by hand. */
export function createService(name: string, level: string): { service: Service; close: () => Promise<void> } {
  const log = createLogger(name, level);
  const closers: { label: string; close: () => unknown }[] = [];
  const service: Service = {
    name,
    log,
    metrics: createMetrics(name),
    onClose: (label, close) => void closers.push({ label, close }),
  };
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) {
      try {
        await closer.close();
      } catch (error) {
        logMasked(log, error, { closing: closer.label }, 'could not close');
      }
    }
  };
  return { service, close };
}

async function withLimit(closing: Promise<void>, log: Logger): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    log.error({ limitMs: DRAIN_LIMIT_MS }, 'did not drain in time');
    resolve();
  }, DRAIN_LIMIT_MS);
  await Promise.race([closing, late]);
  clearTimeout(timer);
}
