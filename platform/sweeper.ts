import type { Service } from './lifecycle.ts';

/** Work that is looked after again and again, one run at a time. */
export interface Sweeper {
  /** Says that there is work: it is looked at now, or once more after the run under way. */
  wake(): void;
}

export interface SweeperOptions {
  readonly service: Service;
  /** What it looks after, for the log. */
  readonly name: string;
  /** How often it is looked at without being woken: for what failed, or an earlier process left behind. */
  readonly everyMs: number;
  /** One run. A long one looks now and then whether it is to end. */
  readonly sweep: (isClosed: () => boolean) => Promise<void>;
  /** What a failed run is logged as; it is tried again with the next one. */
  readonly failure: string;
}

/** Starts a sweeper, with a first run at once. Closed with the service: the run under way is waited for. */
export function startSweeper({ service, name, everyMs, sweep, failure }: SweeperOptions): Sweeper {
  let awake = false;
  let running: Promise<void> | undefined;
  let closed = false;
  const isClosed = (): boolean => closed;

  const run = async (): Promise<void> => {
    while (awake && !closed) {
      awake = false;
      try {
        await sweep(isClosed);
      } catch (error) {
        service.log.warn({ err: error }, failure);
      }
    }
  };
  const wake = (): void => {
    awake = true;
    if (closed) return;
    running ??= run().finally(() => {
      running = undefined;
      // Woken between the last look and now.
      if (awake) wake();
    });
  };
  const timer = setInterval(wake, everyMs);
  service.onClose(name, async () => {
    closed = true;
    clearInterval(timer);
    await running;
  });
  wake();
  return { wake };
}
