import { AggregatorRegistry, type MetricObject, type Registry } from 'prom-client';

/** How long a worker has to say what it has counted; one that is busy is left out of one scrape. */
const ANSWER_WITHIN_MS = 1_000;

type Counts = readonly MetricObject[];

/** What all workers have counted, those too that are gone: a sum that falls would look like much that is new. */
export class TeamCounts {
  readonly #own: Registry;
  readonly #latest = new Map<number, Counts>();
  readonly #asked = new Map<number, (counts: Counts) => void>();
  #gone: Counts = [];
  #id = 0;

  /** @param own what the process that starts the workers counts of itself. */
  constructor(own: Registry) {
    this.#own = own;
  }

  /** Asks workers, by their number; `ask` sends one the question with this id. */
  async text(workers: readonly number[], ask: (worker: number, id: number) => void): Promise<string> {
    await Promise.all(
      workers.map((worker) => {
        const id = ++this.#id;
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, ANSWER_WITHIN_MS);
        this.#asked.set(id, (counts) => {
          this.#latest.set(worker, counts);
          clearTimeout(timer);
          resolve();
        });
        ask(worker, id);
        return promise.finally(() => this.#asked.delete(id));
      }),
    );
    return aggregate([await this.#own.getMetricsAsJSON(), this.#gone, ...this.#latest.values()]).metrics();
  }

  answered(id: number, counts: Counts): void {
    this.#asked.get(id)?.(counts);
  }

  /** A worker's last word. */
  last(worker: number, counts: Counts): void {
    this.#latest.set(worker, counts);
  }

  /** A worker is gone: what it counted stays, what it had is no more. */
  async ended(worker: number): Promise<void> {
    const counts = this.#latest.get(worker);
    this.#latest.delete(worker);
    if (!counts) return;
    const lasting = counts.filter(({ type }) => String(type) === 'counter' || String(type) === 'histogram');
    this.#gone = await aggregate([this.#gone, lasting]).getMetricsAsJSON();
  }
}

/** The library's type asks for its own classes; it reads plain objects, as they come from other processes. */
const aggregate = (all: readonly Counts[]): Registry => AggregatorRegistry.aggregate(all.map((counts) => [...counts]));
