import { setTimeout } from 'node:timers/promises';
import { readTraffic } from '../../test/chaos/redeliver.ts';

/** Longer than any relay leaves an event lie. */
const BETWEEN_LOOKS_MS = 6_000;

/**
 * Waits until all that follows from what was done is done: twice no event waits at any consumer, and none has come in
 * between, in which time every relay has looked for what it has to publish.
 */
export async function untilAtRest(natsUrl: string): Promise<void> {
  let before = -1;
  for (;;) {
    const { waiting, published } = await readTraffic(natsUrl);
    const isDrained = [...waiting.values()].every((count) => count === 0);
    if (isDrained && published === before) return;
    before = isDrained ? published : -1;
    await setTimeout(isDrained ? BETWEEN_LOOKS_MS : 500);
  }
}
