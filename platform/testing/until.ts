import { setTimeout } from 'node:timers/promises';

/** Waits until a condition holds and answers what it found; asks again every 20 ms. @throws after `timeoutMs`. */
export async function until<Found>(
  what: string,
  find: () => Promise<Found | undefined | null | false> | Found | undefined | null | false,
  timeoutMs = 15_000,
): Promise<Found> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await find();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await setTimeout(20);
  }
}
