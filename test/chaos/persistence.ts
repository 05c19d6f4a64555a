import { setTimeout } from 'node:timers/promises';

/** Does something that is harmless to repeat until it works, as a client on a bad line would. @throws after `timeoutMs`. */
export async function persistently<Result>(
  what: string,
  attempt: () => Promise<Result>,
  timeoutMs = 120_000,
): Promise<Result> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${what} did not work for ${timeoutMs} ms`, { cause: error });
      await setTimeout(100);
    }
  }
}
