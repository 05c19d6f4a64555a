import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { v4 as uuidv4 } from 'uuid';
import type { Service } from '#platform/lifecycle.ts';
import { defineScript } from '#platform/redis/script.ts';
import { isReady } from './store/boards.ts';
import { FILLING, READY } from './store/keys.ts';
import { BEGIN_FILLING, END_FILLING, GO_ON_FILLING } from './store/scripts.ts';

/** Sees to it that Redis holds every board, also after it was emptied or went back to an older state. */
export interface Filling {
  /**
   * Runs a read; when it answers undefined because Redis was emptied, waits until Redis is filled and reads again.
   *
   * @throws when that takes too long
   */
  whenFilled<Result>(read: () => Promise<Result | undefined>): Promise<Result>;
  /** Looks whether Redis is full, and fills it when it is not. */
  check(): void;
}

export interface FillingOptions {
  readonly service: Service;
  readonly redis: Redis;
  /** Writes everything that the streams hold into Redis. */
  readonly fill: (signal: AbortSignal) => Promise<void>;
  /** Called when this instance has filled Redis. */
  readonly onFilled: () => void;
}

/** How often to look whether Redis was emptied, when nobody reads. */
const LOOK_MS = 1000;
/** How soon to look again while another instance fills Redis, or after a failure. */
const AGAIN_MS = 200;
/** An instance that fills Redis and says nothing for so long has died. */
const LOCK_MS = 15_000;
/** How long a read waits. */
const READ_WAIT_MS = 15_000;

/** Watches over Redis from now on. One instance fills it, the others wait. */
export function watchFilling(options: FillingOptions): Filling {
  const { service, redis } = options;
  const closing = new AbortController();
  const fillOnce = createFiller(options, closing.signal);
  let filling: Promise<void> | undefined;
  const untilFilled = (): Promise<void> => {
    filling ??= fillOnce().finally(() => {
      filling = undefined;
    });
    return filling;
  };
  const check = (): void => {
    untilFilled().catch((error: unknown) => {
      if (!closing.signal.aborted) service.log.warn({ err: error }, 'Redis is not filled; trying again');
    });
  };
  const look = setInterval(() => {
    if (filling) return;
    isReady(redis).then((ready) => !ready && check(), ignore);
  }, LOOK_MS);
  // Another Redis than before may answer now, or the same without what it had not written to disk.
  redis.on('ready', check);
  if (redis.status === 'ready') check();
  service.onClose('filling', async () => {
    clearInterval(look);
    redis.off('ready', check);
    closing.abort();
    await filling?.catch(ignore);
  });
  return {
    check,
    whenFilled: async (read) => {
      const deadline = performance.now() + READ_WAIT_MS;
      for (;;) {
        const result = await read();
        if (result !== undefined) return result;
        await before(deadline, untilFilled().catch(pause));
      }
    },
  };
}

/** A failure that shows elsewhere. */
const ignore = (): void => undefined;
const pause = (): Promise<void> => delay(AGAIN_MS);

/** Waits for something, though not for ever. */
async function before(deadline: number, filled: Promise<void>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(new Error('Redis was emptied, and filling it takes long'));
  const timer = setTimeout(giveUp, deadline - performance.now());
  try {
    await Promise.race([filled, late]);
  } finally {
    clearTimeout(timer);
  }
}

function createFiller({ service, redis, fill, onFilled }: FillingOptions, signal: AbortSignal): () => Promise<void> {
  const begin = defineScript(redis, BEGIN_FILLING);
  const goOn = defineScript(redis, GO_ON_FILLING);
  const end = defineScript(redis, END_FILLING);

  /** Whether Redis is full after that. */
  const tryOnce = async (): Promise<boolean> => {
    const run = await runOf(redis);
    const token = uuidv4();
    const whose = await begin([READY, FILLING], [run, token, LOCK_MS]);
    if (whose === 'nobody') return true;
    if (whose === 'another') return false;
    service.log.info('filling Redis from the streams');
    const startedAt = performance.now();
    const holding = setInterval(() => void goOn([FILLING], [token, LOCK_MS]).catch(ignore), LOCK_MS / 3);
    try {
      await fill(signal);
    } catch (error) {
      await goOn([FILLING], [token, 0]).catch(ignore);
      throw error;
    } finally {
      clearInterval(holding);
    }
    if ((await end([READY, FILLING], [run, token])) !== 1) return false;
    service.log.info({ durationMs: Math.round(performance.now() - startedAt) }, 'Redis is filled');
    onFilled();
    return true;
  };
  return async () => {
    while (!(await tryOnce())) await delay(AGAIN_MS, undefined, { signal });
  };
}

/** Which run of Redis answers: another after every restart. */
async function runOf(redis: Redis): Promise<string> {
  const run = /^run_id:(\w+)/m.exec(await redis.info('server'))?.[1];
  if (run === undefined) throw new Error('Redis does not tell its run_id');
  return run;
}
