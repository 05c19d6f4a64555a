import { expect, it, onTestFinished } from 'vitest';
import { checkDeadline, withDeadline } from '#platform/deadline.ts';
import { createOneAtATime } from '#platform/oneAtATime.ts';
import { testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { createRebuilding } from '../live/rebuilding.ts';

/** Views that are made when the test says so. */
function rebuilding() {
  const begun: { id: string; at: number }[] = [];
  const ended: (() => void)[] = [];
  const closing = new AbortController();
  onTestFinished(() => closing.abort());
  const tools = { oneAtATime: createOneAtATime(), log: testService().log, signal: closing.signal };
  const made: string[] = [];
  const soon = createRebuilding(tools, async (id) => {
    begun.push({ id, at: performance.now() });
    const { promise, resolve } = Promise.withResolvers<void>();
    ended.push(resolve);
    await promise;
    checkDeadline();
    made.push(id);
  });
  return { begun, ended, made, soon };
}

it('a view that is asked for time and again is made at once, and once more after a rest for what came meanwhile', async () => {
  const { begun, ended, soon } = rebuilding();
  const ask = () => soon({ _id: 'ride', ownerId: 'ana' });
  const first = ask();
  const rest = Array.from({ length: 100 }, ask);
  expect(begun).toHaveLength(1);
  await until('it to have taken its time', () => performance.now() - (begun[0]?.at ?? 0) >= 100);
  ended[0]?.();
  await first;
  const restsFrom = performance.now();
  await until('the second time', () => begun.length > 1);
  expect((begun[1]?.at ?? 0) - restsFrom).toBeGreaterThan(390);
  ended[1]?.();
  await Promise.all(rest);
  expect(begun).toHaveLength(2);
});

it('the views of one person are made one after the other, and those of others beside them', async () => {
  const { begun, ended, soon } = rebuilding();
  const asked = ['ride', 'run'].map((_id) => soon({ _id, ownerId: 'ana' }));
  void soon({ _id: 'swim', ownerId: 'ben' });
  expect(begun.map(({ id }) => id)).toEqual(['ride', 'swim']);
  ended[0]?.();
  await until('the other one', () => begun.length > 2);
  expect(begun[2]?.id).toBe('run');
  ended[2]?.();
  await Promise.all(asked);
});

it('views are made when their turn comes, also when who had it done waits no longer', async () => {
  const { begun, ended, made, soon } = rebuilding();
  const asked = withDeadline(0, () => ['ride', 'run'].map((_id) => soon({ _id, ownerId: 'ana' })));
  ended[0]?.();
  await until('the other one', () => begun.length > 1);
  ended[1]?.();
  await Promise.all(asked);
  expect(made).toEqual(['ride', 'run']);
});
