import type { Lease } from '#platform/lease.ts';
import type { Service } from '#platform/lifecycle.ts';
import { startSweeper } from '#platform/sweeper.ts';
import type { ImportStore, WorkoutImport } from '../store/imports.ts';
import type { Next } from './worker.ts';

/** Works imports off, some at a time, fairly: each person who waits has a turn before anybody has another. */
export interface ImportQueue {
  /** Says that an import is there to be done: it begins as soon as it is its turn. `taken`: as this process has taken it. */
  add(importId: string, personId: string, taken?: WorkoutImport): void;
  /** What an import is to be taken with that begins at once when it is added; undefined where it has to wait. */
  leaseNow(): Lease | undefined;
  /** How many of a person's imports wait or are under way: here, and left behind by earlier processes. */
  depth(personId: string): Promise<number>;
}

export interface ImportQueueOptions {
  readonly service: Service;
  readonly imports: Pick<ImportStore, 'findOpen' | 'countOpen'>;
  /**
   * Works one off, or on one for a while. Does nothing when it is done or somebody else has it. Never throws.
   */
  readonly work: (importId: string, taken?: WorkoutImport) => Promise<Next>;
  /** The right to work on an import from now on. */
  readonly lease: () => Lease;
  /** How many at a time. */
  readonly concurrency: number;
  readonly now: () => Date;
}

/** How soon what earlier processes left behind, or is to be tried again, is begun once it may be. */
const SWEEP_MS = 1000;
/** How often it is looked for what others have left behind since. */
const LOOK_ANYWAY_MS = 5000;
/** So many of them at least are taken up with a look. */
const SWEEP_BATCH = 50;

/** Starts the queue. Closed with the service: what is under way is finished, the rest stays open for the next one. */
export function startImportQueue({ service, imports, work, lease, concurrency, now }: ImportQueueOptions): ImportQueue {
  const turns = createTurns();
  const running = new Map<string, { personId: string; done: Promise<void> }>();
  const taken = new Map<string, WorkoutImport>();
  let closed = false;
  let lookAt = 0;
  /** Whether all that earlier processes left behind was seen, so that it is known here what waits. */
  let knowsAll = false;

  const startNext = (): void => {
    while (!closed && running.size < concurrency) {
      const next = turns.take((importId) => !running.has(importId));
      if (!next) return;
      const { importId, personId } = next;
      const begun = taken.get(importId);
      taken.delete(importId);
      const done = work(importId, begun).then((next) => {
        running.delete(importId);
        if (next === 'MORE') turns.add(importId, personId);
        if (next === 'LATER') lookAt = 0;
        startNext();
      });
      running.set(importId, { personId, done });
    }
  };
  const add: ImportQueue['add'] = (importId, personId, begun) => {
    if (begun) taken.set(importId, begun);
    turns.add(importId, personId);
    startNext();
  };
  startSweeper({
    service,
    name: 'imports left behind',
    everyMs: SWEEP_MS,
    failure: 'could not look for imports that were left behind',
    sweep: async () => {
      const lookedAt = now().getTime();
      if (lookedAt < lookAt) return;
      lookAt = lookedAt + LOOK_ANYWAY_MS;
      // What is known here is found too: what was left behind must not be hidden by it.
      const limit = turns.size() + running.size + SWEEP_BATCH;
      const open = await imports.findOpen(limit);
      knowsAll = open.length < limit;
      if (!knowsAll) lookAt = 0;
      for (const { _id, ownerId, leaseUntil } of open) {
        if (running.has(_id)) continue;
        if (leaseUntil.getTime() <= lookedAt) add(_id, ownerId);
        else lookAt = Math.min(lookAt, leaseUntil.getTime());
      }
    },
  });
  service.onClose('imports', async () => {
    closed = true;
    await Promise.all([...running.values()].map(({ done }) => done));
  });
  const underWay = (personId: string): number =>
    [...running.values()].filter((each) => each.personId === personId).length;
  return {
    add,
    leaseNow: () => (!closed && turns.isEmpty() && running.size < concurrency ? lease() : undefined),
    depth: async (personId) => (knowsAll ? turns.count(personId) + underWay(personId) : imports.countOpen(personId)),
  };
}

/** Who waits with what: people in the order of their turns, each with imports in the order they came. */
function createTurns() {
  const people = new Map<string, Set<string>>();
  return {
    add: (importId: string, personId: string): void => {
      const mine = people.get(personId) ?? new Set();
      people.set(personId, mine.add(importId));
    },
    /** Takes the next import that may begin; whoever it is of has the last turn from now on. */
    take: (mayBegin: (importId: string) => boolean): { importId: string; personId: string } | undefined => {
      for (const [personId, mine] of people) {
        const importId = [...mine].find(mayBegin);
        if (importId === undefined) continue;
        mine.delete(importId);
        people.delete(personId);
        if (mine.size > 0) people.set(personId, mine);
        return { importId, personId };
      }
      return undefined;
    },
    count: (personId: string): number => people.get(personId)?.size ?? 0,
    isEmpty: (): boolean => people.size === 0,
    size: (): number => people.values().reduce((sum, mine) => sum + mine.size, 0),
  };
}
