import { withoutDeadline } from './deadline.ts';
import type { Service } from './lifecycle.ts';
import { withoutRequestId, type Logger } from './telemetry/log.ts';

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
  const runs = createRuns(async (isClosed) => {
    try {
      // Whoever wakes it does not wait for all that it finds, nor is it all theirs.
      await withoutDeadline(() => withoutRequestId(() => sweep(isClosed)));
    } catch (error) {
      service.log.warn({ err: error }, failure);
      pace.stayAwake();
    }
  });
  const pace = startPace(everyMs, restMs, runs.ask);
  service.onClose(name, async () => {
    pace.stop();
    await runs.close();
  });
  runs.ask();
  const wake = (): void => {
    pace.stayAwake();
    runs.ask();
  };
  return {
    wake,
    wakeAndWait: async () => {
      const ended = runs.next();
      wake();
      await ended;
    },
    wakeWithJitter: () => pace.stayAwake(Math.random() * everyMs),
  };
}

/** Asks for a run again and again: every `everyMs`, and while nobody has it stay awake ever more rarely, up to `restMs`. */
function startPace(everyMs: number, restMs: number, ask: () => void) {
  let waitMs = everyMs;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const lookIn = (ms: number, firstMs = ms): void => {
    clearTimeout(timer);
    waitMs = ms;
    if (!stopped) timer = setTimeout(lookAnyway, firstMs);
  };
  const lookAnyway = (): void => {
    lookIn(Math.min(waitMs * 2, restMs));
    ask();
  };
  lookIn(everyMs);
  return {
    /** A look that is due soon stays: whoever wakes it without a pause must not put it off for ever. */
    stayAwake: (firstMs = everyMs): void => {
      if (waitMs > everyMs) lookIn(everyMs, firstMs);
    },
    stop: (): void => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** One run after the other: who asks during one gets another. `runOnce` never throws. */
function createRuns(runOnce: (isClosed: () => boolean) => Promise<void>) {
  let asked = false;
  let closed = false;
  let running: Promise<void> | undefined;
  let waiting: (() => void)[] = [];
  const letGo = (these: readonly (() => void)[]): void => {
    for (const go of these) go();
  };
  const runAll = async (): Promise<void> => {
    while (asked && !closed) {
      asked = false;
      const waitingForThis = waiting;
      waiting = [];
      await runOnce(() => closed);
      letGo(waitingForThis);
    }
  };
  const ask = (): void => {
    asked = true;
    if (closed) return;
    running ??= runAll().finally(() => {
      running = undefined;
      // Asked for between the last run and now.
      if (asked) ask();
    });
  };
  return {
    ask,
    /** Answers when the next run to begin has ended, or there is none any more. */
    next: async (): Promise<void> => {
      if (closed) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      await promise;
    },
    /** Ends it: the run under way is waited for. */
    close: async (): Promise<void> => {
      closed = true;
      await running;
      letGo(waiting);
    },
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
