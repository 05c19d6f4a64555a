import { describe, expect, test } from 'vitest';
import { createGate, Overloaded } from '#platform/gate.ts';

describe('the gate', () => {
  test('lets so many through at a time, in the order they came', async () => {
    const pass = createGate(2, { waiting: 10 });
    let inside = 0;
    let most = 0;
    const order: number[] = [];
    const work = (turn: number) => async (): Promise<void> => {
      most = Math.max(most, ++inside);
      order.push(turn);
      await Promise.resolve();
      inside--;
    };
    await Promise.all([1, 2, 3, 4, 5].map((turn) => pass(work(turn))));
    expect(most).toBe(2);
    expect(order).toEqual([1, 2, 3, 4, 5]);
  });

  test('turns away who comes when too many wait, and opens again', async () => {
    const pass = createGate(1, { waiting: 1 });
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const first = pass(() => held);
    const second = pass(() => Promise.resolve('second'));
    await expect(pass(() => Promise.resolve('third'))).rejects.toBeInstanceOf(Overloaded);
    release();
    await first;
    await expect(second).resolves.toBe('second');
    await expect(pass(() => Promise.resolve('fourth'))).resolves.toBe('fourth');
  });

  test('goes on after work that failed', async () => {
    const pass = createGate(1, { waiting: 1 });
    await expect(pass(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(pass(() => Promise.resolve('well'))).resolves.toBe('well');
  });

  test('turns away who has waited too long, and nobody else', async () => {
    const pass = createGate(1, { waitMs: 100 });
    const { promise: held, resolve: release } = Promise.withResolvers<string>();
    const first = pass(() => held);
    let ran = false;
    const late = pass(() => Promise.resolve((ran = true)));
    await expect(late).rejects.toBeInstanceOf(Overloaded);
    const next = pass(() => Promise.resolve('next'));
    release('first');
    await expect(first).resolves.toBe('first');
    await expect(next).resolves.toBe('next');
    expect(ran).toBe(false);
  });
});
