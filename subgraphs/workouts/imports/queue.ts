import { withoutDeadline } from '#platform/deadline.ts';
import type { Lease } from '#platform/lease.ts';
import type { Service } from '#platform/lifecycle.ts';
import { startSweeper } from '#platform/sweeper.ts';
import type { WorkoutImport } from '../store/importDocument.ts';
import type { ImportStore } from '../store/imports.ts';
import type { Next } from './worker.ts';

/** Works imports off, some at a time, fairly: each person who waits has a turn before anybody has another. */
export interface ImportQueue {
  /** Says that an import is there to be done: it begins as soon as it is its turn. */
  add(importId: string, personId: string): void;
  /**
   * Adds an import that `create` makes: it is given what to take it with where it begins at once, for which a place is kept
   * meanwhile; undefined where it has to wait.
   */
  addNew(create: (lease: Lease | undefined) => Promise<NewImport>): Promise<WorkoutImport>;
  /** How many of a person's imports wait or are under way: here, and left behind by earlier processes. */
  depth(personId: string): Promise<number>;
}

/** An import, and whether there was none of this upload before. */
interface NewImport {
  readonly workoutImport: WorkoutImport;
  readonly isNew: boolean;
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
export function startImportQueue(options: ImportQueueOptions): ImportQueue {
  const { service, imports, lease, now } = options;
  let lookAt = 0;
  /** Whether all that earlier processes left behind was seen, so that it is known here what waits. */
  let knowsAll = false;
  const line = createLine(options, () => {
    lookAt = 0;
  });
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
      const limit = line.size() + SWEEP_BATCH;
      const open = await imports.findOpen(limit);
      knowsAll = open.length < limit;
      if (!knowsAll) lookAt = 0;
      for (const { _id, ownerId, leaseUntil } of open) {
        if (line.isUnderWay(_id)) continue;
        if (leaseUntil.getTime() <= lookedAt) line.add(_id, ownerId);
        else lookAt = Math.min(lookAt, leaseUntil.getTime());
      }
    },
  });
  service.onClose('imports', line.close);
  return {
    add: line.add,
    addNew: async (create) => {
      const place = line.keepPlace();
      try {
        const { workoutImport, isNew } = await create(place && lease());
        if (isNew && place) place.begin(workoutImport);
        else if (isNew) line.add(workoutImport._id, workoutImport.ownerId);
        return workoutImport;
      } finally {
        place?.giveBack();
      }
    },
    depth: async (personId) => (knowsAll ? line.count(personId) : imports.countOpen(personId)),
  };
}

/** What waits here and what is under way. `onLater` is told that something is to be tried again after a while. */
function createLine({ work, concurrency }: Pick<ImportQueueOptions, 'work' | 'concurrency'>, onLater: () => void) {
  const turns = createTurns();
  const running = new Map<string, { personId: string; done: Promise<void> }>();
  /** Places kept for what is about to begin. */
  let kept = 0;
  let closed = false;

  const hasRoom = (): boolean => !closed && running.size + kept < concurrency;
  const begin = (importId: string, personId: string, taken?: WorkoutImport): void => {
    // Whoever asked for it does not wait for its end, nor for what comes after it.
    const done = withoutDeadline(() => work(importId, taken)).then((next) => {
      running.delete(importId);
      if (next === 'MORE') turns.add(importId, personId);
      if (next === 'LATER') onLater();
      startNext();
    });
    running.set(importId, { personId, done });
  };
  const startNext = (): void => {
    while (hasRoom()) {
      const next = turns.take((importId) => !running.has(importId));
      if (!next) return;
      begin(next.importId, next.personId);
    }
  };
  const underWay = (personId: string): number =>
    [...running.values()].filter((each) => each.personId === personId).length;
  return {
    add: (importId: string, personId: string): void => {
      turns.add(importId, personId);
      startNext();
    },
    /** Keeps a place for what begins at once, as this process has taken it; undefined where it would have to wait. */
    keepPlace: () => {
      if (!hasRoom() || !turns.isEmpty()) return undefined;
      kept++;
      return {
        begin: (taken: WorkoutImport): void => {
          if (!closed) begin(taken._id, taken.ownerId, taken);
        },
        giveBack: (): void => {
          kept--;
          startNext();
        },
      };
    },
    isUnderWay: (importId: string): boolean => running.has(importId),
    size: (): number => turns.size() + running.size,
    count: (personId: string): number => turns.count(personId) + underWay(personId),
    close: async (): Promise<void> => {
      closed = true;
      await Promise.all([...running.values()].map(({ done }) => done));
    },
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
