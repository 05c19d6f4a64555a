import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { done, refused } from '#platform/problems.ts';
import { defineAction, mutation } from '#platform/server/mutation.ts';

interface Context {
  readonly taken: readonly string[];
}

const register = defineAction({
  input: z
    .object({
      username: z.string().min(3, 'A username has at least 3 characters.'),
      age: z.int().min(18).max(150).nullish(),
      kind: z.enum(['A', 'B']).nullish(),
      notes: z.array(z.string().max(3)).max(1).nullish(),
      address: z.object({ city: z.string().min(1, 'Say the city.') }).nullish(),
    })
    .refine(({ username }) => username !== 'nobody', 'Nobody cannot register.'),
  run: async (context: Context, { username }) => {
    if (username === 'boom') throw new Error('the store is down');
    if (context.taken.includes(username)) return refused('USERNAME_TAKEN', 'Taken.', 'username');
    return done({ user: { username }, session: { id: 's1' } });
  },
});

const resolve = mutation(register, { user: null, session: null });
const ask = (input: unknown) => resolve({}, { input }, { taken: ['ana'] });

describe('a mutation', () => {
  test('that works answers its fields and no errors', async () => {
    expect(await ask({ username: 'bor' })).toEqual({
      user: { username: 'bor' },
      session: { id: 's1' },
      userErrors: [],
    });
  });

  test('that is refused answers null fields and the problem', async () => {
    const userErrors = [{ code: 'USERNAME_TAKEN', message: 'Taken.', path: ['username'] }];
    expect(await ask({ username: 'ana' })).toEqual({ user: null, session: null, userErrors });
  });

  test('names every field of a wrong input at once, from the input object down', async () => {
    const { user, userErrors } = await ask({ username: 'x', address: { city: '' } });
    expect(user).toBeNull();
    expect(userErrors).toEqual([
      { code: 'INVALID_INPUT', message: 'A username has at least 3 characters.', path: ['username'] },
      { code: 'INVALID_INPUT', message: 'Say the city.', path: ['address', 'city'] },
    ]);
  });

  test('says in a sentence what is wrong, also where the schema does not', async () => {
    const { userErrors } = await ask({ username: 7, age: 17, kind: 'C', notes: ['long', 'more'] });
    expect(userErrors.map(({ message }) => message)).toEqual([
      'This is not the kind of value that is expected here.',
      'At least 18 must be given.',
      'This must be one of A, B.',
      'At most 1 items are allowed.',
    ]);
    expect((await ask({ username: null })).userErrors).toEqual([
      { code: 'INVALID_INPUT', message: 'This cannot be without a value.', path: ['username'] },
    ]);
    expect((await ask({ username: 'bor', notes: ['long'] })).userErrors).toMatchObject([
      { message: 'At most 3 characters are allowed.', path: ['notes', '0'] },
    ]);
    expect((await ask({ username: 'bor', age: 151 })).userErrors).toMatchObject([
      { message: 'At most 150 are allowed.' },
    ]);
  });

  test('has no path for what concerns the whole input', async () => {
    const { userErrors } = await ask({ username: 'nobody' });
    expect(userErrors).toEqual([{ code: 'INVALID_INPUT', message: 'Nobody cannot register.', path: null }]);
  });

  test('lets unexpected errors through', async () => {
    await expect(ask({ username: 'boom' })).rejects.toThrow('the store is down');
  });
});
