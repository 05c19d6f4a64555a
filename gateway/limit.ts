import { startDeadline, type Deadline, type Hurried } from './deadlines.ts';
import { Ender, type Ending } from './ending.ts';

/** Ends a request at its deadline, or when the client has gone; a mutation that has begun is finished all the same. */
export class Limit extends Ender implements Hurried {
  readonly deadline: number;
  readonly #client: Ending | undefined;
  readonly #running: Deadline;

  /** @param client who may go; undefined for a request that is finished all the same. */
  constructor(deadline: number, client: Ending | undefined) {
    super();
    this.deadline = deadline;
    this.#running = startDeadline(deadline, this);
    this.#client = client;
    if (client?.aborted) this.abort();
    else client?.addEventListener('abort', this.onDeadline);
  }

  readonly onDeadline = (): void => this.abort();

  end(): void {
    this.#running.stop();
    this.#client?.removeEventListener('abort', this.onDeadline);
  }
}
