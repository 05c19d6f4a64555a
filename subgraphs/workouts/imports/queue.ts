import type { Service } from '#platform/lifecycle.ts';
import type { ImportStore } from '../store/imports.ts';

/** Works imports off, some at a time. */
export interface ImportQueue {
  /** Says that an import is there to be done: it begins as soon as there is room. */
  add(importId: string): void;
}

export interface ImportQueueOptions {
  readonly service: Service;
  readonly imports: Pick<ImportStore, 'findWaiting'>;
  /** Works one off; does nothing when it is done or somebody else has it. Never throws. */
  readonly work: (importId: string) => Promise<void>;
  /** How many at a time. */
  readonly concurrency: number;
  readonly now: () => Date;
}

/** How often it is looked for what earlier processes left behind, and for what is to be tried again. */
const SWEEP_MS = 1000;
const SWEEP_BATCH = 50;

/** Starts the queue. Closed with the service: what is under way is finished, the rest stays open for the next one. */
export function startImportQueue({ service, imports, work, concurrency, now }: ImportQueueOptions): ImportQueue {
  const waiting = new Set<string>();
  const running = new Map<string, Promise<void>>();
  let closed = false;

  const startNext = (): void => {
    for (const id of waiting) {
      if (closed || running.size >= concurrency) return;
      if (running.has(id)) continue;
      waiting.delete(id);
      const done = work(id).finally(() => {
        running.delete(id);
        startNext();
      });
      running.set(id, done);
    }
  };
  const add = (id: string): void => {
    waiting.add(id);
    startNext();
  };
  let sweeping: Promise<void> | undefined;
  const sweep = async (): Promise<void> => {
    try {
      for (const id of await imports.findWaiting(now(), SWEEP_BATCH)) if (!running.has(id)) add(id);
    } catch (error) {
      service.log.warn({ err: error }, 'could not look for imports that were left behind');
    }
    sweeping = undefined;
  };
  const timer = setInterval(() => {
    if (waiting.size === 0) sweeping ??= sweep();
  }, SWEEP_MS);
  service.onClose('imports', async () => {
    closed = true;
    clearInterval(timer);
    await Promise.all([sweeping, ...running.values()]);
  });
  sweeping = sweep();
  return { add };
}
