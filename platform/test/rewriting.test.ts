import { Redis } from 'ioredis';
import { onTestFinished, test } from 'vitest';
import { startRewriting } from '#platform/redis/rewriting.ts';
import { isInFolder } from '#platform/testing/folder.ts';
import { startTestRedis, testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';

test('what was removed leaves the append-only file, also when a rewrite that still knows it is under way', async () => {
  const { value: store, dispose } = await startTestRedis();
  onTestFinished(dispose);
  const redis = new Redis(store.url);
  onTestFinished(() => redis.disconnect());
  const says = async (line: string) => (await redis.info('persistence')).split('\r\n').includes(line);
  const isKept = () => isInFolder(store.folder, 'Xochitl');

  await redis.config('SET', 'appendonly', 'yes');
  await until('the file', () => says('aof_rewrite_in_progress:0'));
  await redis.set('person', 'Xochitl');
  await until('the name in the file', isKept);
  // Each key takes the rewrite this long, in microseconds.
  await redis.config('SET', 'rdb-key-save-delay', '300000');
  await redis.bgrewriteaof();
  await redis.del('person');
  startRewriting(testService(), store.url, 50).ask();
  await until('the first rewrite to be over', () => says('aof_rewrite_in_progress:0'));
  await until('the name to be gone', async () => !(await isKept()));
});
