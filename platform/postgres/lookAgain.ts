import { setTimeout } from 'node:timers/promises';

/** When something that is not there is looked for again, in milliseconds after the last look: 1.6 s in all. */
const LOOK_AGAIN_MS = [25, 50, 100, 200, 400, 800];

/**
 * Finds what an event on its way may bring: whoever did something in another domain a moment ago is waited for a little
 * before they are refused. Undefined when it does not come.
 */
export async function lookAgain<Value>(find: () => Promise<Value | undefined>): Promise<Value | undefined> {
  for (const wait of LOOK_AGAIN_MS) {
    const found = await find();
    if (found !== undefined) return found;
    await setTimeout(wait);
  }
  return find();
}
