import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { wayTo } from '#platform/testing/network.ts';
import { NOBODY, useLeaderboards, useStores } from './support.ts';
import { readBoard } from './reading.ts';

test(
  'a board is away while Redis does not answer, not waited for, and there again when it does',
  { timeout: 30_000 },
  async () => {
    const stores = await useStores();
    const way = await wayTo(stores.redis.url);
    const running = await useLeaderboards({ stores: { ...stores, redis: { ...stores.redis, url: way.url.href } } });
    const read = () => readBoard(running, NOBODY, uuidv7());
    expect(await read()).toBeNull();
    way.hold();
    const asked = performance.now();
    await expect(read()).rejects.toThrow('STORE_UNAVAILABLE');
    expect(performance.now() - asked).toBeLessThan(10_000);
    way.release();
    await expect.poll(() => read().catch(() => 'away'), { timeout: 15_000 }).toBeNull();
  },
);
