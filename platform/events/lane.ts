import { createGate } from '#platform/gate.ts';
import type { Service } from '#platform/lifecycle.ts';

/**
 * Takes work that nobody waits for, and does one after the other until the service closes: what is under way then is waited
 * for, what has not begun is given back.
 */
export type Lane = (work: () => Promise<void>, giveBack: () => void) => void;

/** Opens a lane. `label` is what the log calls it. */
export function openLane(service: Service, label: string): Lane {
  const pass = createGate(1);
  const taken = new Set<Promise<void>>();
  let closed = false;
  service.onClose(label, async () => {
    closed = true;
    await Promise.all(taken);
  });
  const run = async (work: () => Promise<void>, giveBack: () => void): Promise<void> => {
    try {
      await pass(async () => (closed ? giveBack() : work()));
    } catch (error) {
      service.log.warn({ err: error }, `${label}: failed`);
    }
  };
  return (work, giveBack) => {
    const done = run(work, giveBack);
    taken.add(done);
    void done.then(() => taken.delete(done));
  };
}
