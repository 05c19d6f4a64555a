import { patiently, type Waiter } from '../planning/patience.ts';
import type { PlannedOperation } from '../planning/planner.ts';

/** How much the large operations that run may weigh together; one may always run, whatever it weighs. */
const MAX_BYTES = 96 * 1024 * 1024;

/** Ends a run. An operation that was refused before it ran has to find room again. */
type EndRun = (hasRun: boolean) => void;

interface Waiting {
  readonly operation: PlannedOperation;
  readonly admit: () => void;
}

/**
 * Keeps what large operations take of memory while they run within bounds: where subgraphs hang, many new ones would come
 * together. One that has run before needs no room: it is kept, within the bounds of what is kept.
 */
export class LargeRuns {
  /** How many runs each has. It weighs once for all of them. */
  readonly #running = new Map<PlannedOperation, number>();
  readonly #waiting = new Set<Waiting>();
  readonly #known = new WeakSet<PlannedOperation>();
  #bytes = 0;

  /**
   * Waits until there is room for a run of the operation.
   *
   * @returns what ends the run, told whether the operation ran.
   * @throws RequestError PLANNING_OVERLOADED when there is none in time.
   */
  async begin(operation: PlannedOperation, waiter: Waiter): Promise<EndRun> {
    if (this.#known.has(operation)) return () => undefined;
    const { promise: admitted, resolve } = Promise.withResolvers<EndRun>();
    const waiting: Waiting = { operation, admit: () => resolve(this.#take(operation)) };
    this.#waiting.add(waiting);
    this.#admit();
    try {
      return await patiently(admitted, waiter);
    } catch (error) {
      // Others may have waited behind it alone. Or it was let in at the moment it left.
      if (this.#waiting.delete(waiting)) this.#admit();
      else (await admitted)(false);
      throw error;
    }
  }

  #admit(): void {
    // Lighter ones do not overtake one that finds no room: it might never find any.
    let isFull = false;
    for (const waiting of this.#waiting) {
      const isRunning = this.#running.has(waiting.operation);
      isFull ||= !isRunning && !this.#hasRoomFor(waiting.operation);
      if ((isRunning || !isFull) && this.#waiting.delete(waiting)) waiting.admit();
    }
  }

  #hasRoomFor({ weight }: PlannedOperation): boolean {
    return this.#bytes === 0 || this.#bytes + weight.bytes <= MAX_BYTES;
  }

  #take(operation: PlannedOperation): EndRun {
    const runs = this.#running.get(operation) ?? 0;
    if (runs === 0) this.#bytes += operation.weight.bytes;
    this.#running.set(operation, runs + 1);
    return (hasRun) => this.#end(operation, hasRun);
  }

  #end(operation: PlannedOperation, hasRun: boolean): void {
    if (hasRun) this.#known.add(operation);
    const runs = (this.#running.get(operation) ?? 0) - 1;
    if (runs > 0) {
      this.#running.set(operation, runs);
      return;
    }
    this.#running.delete(operation);
    this.#bytes -= operation.weight.bytes;
    this.#admit();
  }
}
