import type { Service } from './lifecycle.ts';
import type { Logger } from './telemetry/log.ts';

/** Work that is looked after again and again, one run at a time. */
export interface Sweeper {
  /** Says that there is work: it is looked at now, or once more after the run under way. */
  wake(): void;
  /** The same; answers when a run that began after this call has ended, well or not, or the sweeper is closed. */
  wakeAndWait(): Promise<void>;
  /** Schedules a run at a random moment within `everyMs`, so that its timing reveals nothing about the cause. */
  wakeWithJitter(): void;
}

export interface SweeperOptions {
  readonly service: Service;
  /** What it looks after, for the log. */
  readonly name: string;
  /** How often it is looked at without being woken: for what failed, or an earlier process left behind. */
  readonly everyMs: number;
  /**
   * How long it may come to rest. While nobody wakes it and nothing fails, the time to the next look doubles until then; left
   * out: it never rests.
   */
  readonly restMs?: number;
  /** One run. A long one looks now and then whether it is to end. */
  readonly sweep: (isClosed: () => boolean) => Promise<void>;
  /** What a failed run is logged as; it is tried again with the next one. */
  readonly failure: string;
}

/** Starts a sweeper, with a first run at once. Closed with the service: the run under way is waited for. */
export function startSweeper(options: SweeperOptions): Sweeper {
  const { service, name, everyMs, restMs = everyMs, sweep, failure } = options;
  let awake = false;
  let running: Promise<void> | undefined;
  let closed = false;
  let waitMs = everyMs;
  let timer: NodeJS.Timeout | undefined;
  const isClosed = (): boolean => closed;
  let waiting: (() => void)[] = [];
  const letGo = (these: readonly (() => void)[]): void => {
    for (const go of these) go();
  };

  const lookIn = (ms: number, firstMs = ms): void => {
    clearTimeout(timer);
    waitMs = ms;
    if (!closed) timer = setTimeout(lookAnyway, firstMs);
  };
  const lookAnyway = (): void => {
    lookIn(Math.min(waitMs * 2, restMs));
    look();
  };
  /** A look that is due soon stays: whoever wakes it without a pause must not put it off for ever. */
  const stayAwake = (firstMs = everyMs): void => {
    if (waitMs > everyMs) lookIn(everyMs, firstMs);
  };
  const run = async (): Promise<void> => {
    while (awake && !closed) {
      awake = false;
      const waitingForThis = waiting;
      waiting = [];
      try {
        await sweep(isClosed);
      } catch (error) {
        service.log.warn({ err: error }, failure);
        stayAwake();
      } finally {
        letGo(waitingForThis);
      }
    }
  };
  const look = (): void => {
    awake = true;
    if (closed) return;
    running ??= run().finally(() => {
      running = undefined;
      // Woken between the last look and now.
      if (awake) look();
    });
  };
  service.onClose(name, async () => {
    closed = true;
    clearTimeout(timer);
    await running;
    letGo(waiting);
  });
  lookIn(everyMs);
  look();
  const wake = (): void => {
    stayAwake();
    look();
  };
  return {
    wake,
    wakeAndWait: async () => {
      if (closed) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      wake();
      await promise;
    },
    wakeWithJitter: () => stayAwake(Math.random() * everyMs),
  };
}

/** Of many things what a run looks after. */
export interface Sweep<Item> {
  readonly log: Logger;
  readonly isClosed: () => boolean;
  /** What is logged of one that it failed for, */
  readonly failure: string;
  /** and what it is called by there. */
  readonly name: (item: Item) => Readonly<Record<string, unknown>>;
}

/** Works on one item after the other. One that it fails for holds up none of the others: a later run tries it again. */
export async function each<Item>(
  { log, isClosed, failure, name }: Sweep<Item>,
  items: AsyncIterable<Item> | Iterable<Item>,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  for await (const item of items) {
    if (isClosed()) return;
    try {
      await work(item);
    } catch (error) {
      log.warn({ err: error, ...name(item) }, failure);
    }
  }
}

/** All that is found, a page at a time: `find` answers what comes after an item, or the first ones. However many fail, all are reached. */
export async function* paged<Item>(find: (after: Item | undefined) => Promise<readonly Item[]>): AsyncGenerator<Item> {
  for (let last: Item | undefined; ;) {
    const page = await find(last);
    yield* page;
    last = page.at(-1);
    if (last === undefined) return;
  }
}
