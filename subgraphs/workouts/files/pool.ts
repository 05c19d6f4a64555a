import { Worker } from 'node:worker_threads';
import type { AnalysedOrRefused, FileRequest } from './analyseFile.ts';
import { refusal } from './refusal.ts';
import type { WorkerAnswer, WorkerJob } from './worker.ts';

export type ReaderPoolOptions = {
  /** Worker threads at most; each starts when it is first needed and is used again. Default 2. */
  workers?: number;
  /** Time for one file, waiting not counted. Default 10 s. */
  timeoutMs?: number;
  /** JavaScript heap of one worker. Default 256 MiB. */
  maxHeapMegabytes?: number;
  /** The program of the workers; only tests have another. */
  workerUrl?: URL;
};

/** Reads activity files in worker threads, so that no file can block or kill the process. */
export type ReaderPool = {
  /**
   * Reads and analyses one file. `bytes` are handed over to the worker and must not be used afterwards, unless they share
   * their memory with others (a slice of a larger buffer): then they are copied.
   * A worker that takes too long or too much memory is ended and replaced; the answer is a refusal TIMED_OUT or
   * OUT_OF_MEMORY. Rejects only on a fault of the reader itself, or when the pool is closed.
   */
  read(bytes: Uint8Array, request: FileRequest): Promise<AnalysedOrRefused>;
  /** Ends all workers; files still being read are rejected. */
  close(): Promise<void>;
};

type Job = WorkerJob & { resolve(outcome: AnalysedOrRefused): void; reject(error: Error): void };
type Seat = { worker: Worker; job: Job | null; timer: NodeJS.Timeout | null };

const DEFAULTS = { workers: 2, timeoutMs: 10_000, maxHeapMegabytes: 256 };

/** Opens a pool; costs nothing until the first file. Close it, or its workers end with the process. */
export function openReaderPool(options: ReaderPoolOptions = {}): ReaderPool {
  return new WorkerPool(options);
}

class WorkerPool implements ReaderPool {
  readonly #options: Required<ReaderPoolOptions>;
  readonly #seats = new Set<Seat>();
  readonly #waiting: Job[] = [];
  #closed = false;

  constructor(options: ReaderPoolOptions) {
    this.#options = { ...DEFAULTS, workerUrl: new URL('./worker.ts', import.meta.url), ...options };
  }

  read(bytes: Uint8Array, request: FileRequest): Promise<AnalysedOrRefused> {
    if (this.#closed) return Promise.reject(new Error('the reader pool is closed'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bytes, request, resolve, reject });
      this.#startNext();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const closed = new Error('the reader pool is closed');
    for (const job of this.#waiting.splice(0)) job.reject(closed);
    const seats = [...this.#seats];
    for (const seat of seats) this.#leave(seat)?.reject(closed);
    await Promise.all(seats.map((seat) => seat.worker.terminate()));
  }

  #startNext(): void {
    const job = this.#waiting[0];
    const seat = job && (this.#freeSeat() ?? this.#newSeat());
    if (!job || !seat) return;
    this.#waiting.shift();
    seat.job = job;
    seat.timer = setTimeout(() => this.#timeOut(seat), this.#options.timeoutMs);
    seat.worker.ref();
    const bytes = owned(job.bytes);
    seat.worker.postMessage({ bytes, request: job.request } satisfies WorkerJob, [bytes.buffer]);
  }

  #freeSeat(): Seat | undefined {
    return [...this.#seats].find((seat) => seat.job === null);
  }

  #newSeat(): Seat | undefined {
    if (this.#seats.size >= this.#options.workers) return undefined;
    const worker = new Worker(this.#options.workerUrl, {
      resourceLimits: { maxOldGenerationSizeMb: this.#options.maxHeapMegabytes, maxYoungGenerationSizeMb: 8 },
    });
    const seat: Seat = { worker, job: null, timer: null };
    worker.on('message', (answer: WorkerAnswer) => this.#finish(seat, answer));
    worker.on('error', (error: unknown) => this.#fail(seat, error));
    worker.on('exit', (code) => this.#fail(seat, new Error(`a reader ended with code ${code}`)));
    this.#seats.add(seat);
    return seat;
  }

  #finish(seat: Seat, answer: WorkerAnswer): void {
    const job = this.#clear(seat);
    // an idle worker must not keep the process alive
    seat.worker.unref();
    if (answer.kind === 'FAILED') job?.reject(new Error(`the file reader failed: ${answer.error}`));
    else job?.resolve(answer);
    this.#startNext();
  }

  #timeOut(seat: Seat): void {
    const job = this.#leave(seat);
    void seat.worker.terminate();
    job?.resolve(refusal('TIMED_OUT', `Reading the file took longer than ${this.#options.timeoutMs} ms.`));
    this.#startNext();
  }

  #fail(seat: Seat, error: unknown): void {
    if (!this.#seats.has(seat)) return;
    const job = this.#leave(seat);
    const memory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    if (memory) job?.resolve(refusal('OUT_OF_MEMORY', 'Reading the file took too much memory.'));
    else job?.reject(error instanceof Error ? error : new Error(String(error)));
    this.#startNext();
  }

  /** Takes the seat out of the pool, and its job from it. */
  #leave(seat: Seat): Job | null {
    this.#seats.delete(seat);
    return this.#clear(seat);
  }

  #clear(seat: Seat): Job | null {
    if (seat.timer) clearTimeout(seat.timer);
    const { job } = seat;
    seat.job = null;
    seat.timer = null;
    return job;
  }
}

/** The bytes in memory of their own, copied only if they share it. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  const alone = buffer instanceof ArrayBuffer && bytes.byteOffset === 0 && bytes.byteLength === buffer.byteLength;
  return alone ? new Uint8Array(buffer) : Uint8Array.from(bytes);
}
