import { expect, it } from 'vitest';
import { Need } from '../../execution/bytes/need.ts';
import { Scratch } from '../../execution/bytes/scratch.ts';
import { read32 } from '../../execution/bytes/wasm/arena.ts';
import { TOP, TOP_LIMIT } from '../../execution/bytes/wasm/cells.ts';

function roomOf(scratch: Scratch): number {
  scratch.openRecords();
  return read32(TOP_LIMIT) - read32(TOP);
}

it('Many first runs at once need no more memory each than one of them alone', () => {
  const needed = 100_000;
  const records = new Need(4 * 1024);
  const take = (): Scratch => {
    const scratch = Scratch.take({ rootBytes: 8 }, records);
    if (!scratch) throw new Error('no memory');
    return scratch;
  };
  // All have begun before the first of them knows how much it is.
  const runs = Array.from({ length: 64 }, take);
  for (const run of runs) while (roomOf(run) < needed) expect(run.enlarge()).toBe(true);
  expect(records.given).toBeLessThan(2 * needed);
  const later = Array.from({ length: 64 }, take);
  for (const run of [...runs, ...later]) run.giveBack();
});
