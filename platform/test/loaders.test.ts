import { expect, test } from 'vitest';
import { createLoader } from '#platform/loaders.ts';

test('a loader reads what is asked for at once together, in any order, and answers null for what is missing', async () => {
  const reads: string[][] = [];
  const loader = createLoader(
    async (ids) => {
      reads.push([...ids]);
      return [{ id: 'b' }, { id: 'a' }];
    },
    ({ id }) => id,
  );
  expect(await Promise.all(['a', 'missing', 'b', 'a'].map((id) => loader.load(id)))).toEqual([
    { id: 'a' },
    null,
    { id: 'b' },
    { id: 'a' },
  ]);
  expect(reads).toEqual([['a', 'missing', 'b']]);
});
