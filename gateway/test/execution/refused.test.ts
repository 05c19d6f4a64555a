import fc from 'fast-check';
import { describe, it } from 'vitest';
import { bedOf, runsOver, seed } from './differential.ts';
import { sameWhenRefused } from './refusing.ts';
import * as worlds from './worlds/index.ts';

const OPERATIONS_PER_WORLD = 120;

describe('what may not be read, whatever it is', () => {
  it.each(Object.values(worlds))(
    'is not asked, and null with an error, over "$name" and on both engines',
    { timeout: 120_000 },
    async (world) => {
      await fc.assert(sameWhenRefused(bedOf(world)), { numRuns: runsOver(world, OPERATIONS_PER_WORLD), seed });
    },
  );
});
