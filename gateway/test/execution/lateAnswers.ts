import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { respond, type Behaviour } from './bedClient.ts';

/** How long a fetch that is ready waits for others at most (`schedule.ts`). */
const PATIENCE_MS = 10;

/**
 * Runs something while time goes on only as `latestFirst` lets it. What still waits for a time afterwards waits for ever: an
 * executor that ran in it runs nothing more.
 */
export async function withStillClock<Result>(run: () => Promise<Result>): Promise<Result> {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    return await run();
  } finally {
    mock.timers.reset();
  }
}

/** Answers one request at a time, the latest first, when everything else that is ready has been asked. */
export function latestFirst(): Behaviour {
  const held: (() => void)[] = [];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await setImmediate();
  };
  const release = async (): Promise<void> => {
    while (held.length > 0) {
      const count = held.length;
      await settle();
      mock.timers.tick(PATIENCE_MS);
      await settle();
      if (held.length === count) held.pop()?.();
    }
  };
  return async (_request, answer) => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    held.push(() => {
      resolve(undefined);
    });
    if (held.length === 1) void release();
    const body = await answer();
    await promise;
    return respond(body);
  };
}
