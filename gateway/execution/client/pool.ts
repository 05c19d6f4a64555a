import { Connection, type Exchange, type Owner } from './connection.ts';
import type { Target } from './target.ts';

/** A connection that has not been used for so long may have been closed by the other side. */
const IDLE_MS = 4_000;

/** The connections to one subgraph: kept, reused (the latest first), and no more than allowed. */
export class Pool implements Owner {
  readonly #target: Target;
  readonly #maxConnections: number;
  readonly #idle: { readonly connection: Connection; readonly since: number }[] = [];
  readonly #all = new Set<Connection>();
  readonly #waiting = new Set<Pending>();
  #sweeper: NodeJS.Timeout | undefined;
  #closing: (() => void) | undefined;

  constructor(target: Target, maxConnections: number) {
    this.#target = target;
    this.#maxConnections = maxConnections;
  }

  /**
   * Sends on a free connection, a new one, or the next that gets free.
   *
   * @param fresh only on a new one, when an old one has just turned out to be closed.
   * @returns how to give up.
   */
  send(exchange: Exchange, fresh = false): (error: Error) => void {
    const pending = new Pending(exchange);
    const connection = (fresh ? undefined : this.#takeIdle()) ?? this.#open(fresh);
    if (connection) pending.start(connection);
    else this.#waiting.add(pending);
    return (error) => {
      this.#waiting.delete(pending);
      pending.giveUp(error);
    };
  }

  onFree(connection: Connection): void {
    const [next] = this.#waiting;
    if (next) {
      this.#waiting.delete(next);
      // Not before the response that frees it has been handed over.
      queueMicrotask(() => next.start(connection));
      return;
    }
    if (this.#closing) {
      connection.destroy();
      return;
    }
    this.#idle.push({ connection, since: performance.now() });
    this.#sweeper ??= setTimeout(() => this.#sweep(), IDLE_MS).unref();
  }

  onGone(connection: Connection): void {
    this.#all.delete(connection);
    const at = this.#idle.findIndex((idle) => idle.connection === connection);
    if (at >= 0) this.#idle.splice(at, 1);
    const [next] = this.#waiting;
    const another = next && this.#open(false);
    if (next && another) {
      this.#waiting.delete(next);
      next.start(another);
    }
    if (this.#all.size === 0) this.#closing?.();
  }

  /** Closes idle connections now and the others when they are done. */
  close(): Promise<void> {
    clearTimeout(this.#sweeper);
    return new Promise((resolve) => {
      this.#closing = resolve;
      for (const { connection } of [...this.#idle]) connection.destroy();
      if (this.#all.size === 0) resolve();
    });
  }

  #takeIdle(): Connection | undefined {
    const now = performance.now();
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (now - idle.since < IDLE_MS && now < idle.connection.usableUntil) return idle.connection;
      idle.connection.destroy();
    }
    return undefined;
  }

  /** For a repeated request there is always room: the connection it was on is gone. */
  #open(always: boolean): Connection | undefined {
    if (!always && this.#all.size >= this.#maxConnections) return undefined;
    const connection = new Connection(this.#target, this);
    this.#all.add(connection);
    return connection;
  }

  #sweep(): void {
    const now = performance.now();
    for (const { connection, since } of [...this.#idle]) {
      if (now - since >= IDLE_MS || now >= connection.usableUntil) connection.destroy();
    }
    this.#sweeper = this.#idle.length > 0 ? setTimeout(() => this.#sweep(), IDLE_MS).unref() : undefined;
  }
}

/** A request that may still wait for a connection. */
class Pending {
  readonly #exchange: Exchange;
  #connection: Connection | undefined;
  #over = false;

  constructor(exchange: Exchange) {
    this.#exchange = {
      message: exchange.message,
      maxBytes: exchange.maxBytes,
      onResponse: (response) => {
        this.#over = true;
        exchange.onResponse(response);
      },
      onFailure: (failure) => {
        this.#over = true;
        exchange.onFailure(failure);
      },
    };
  }

  start(connection: Connection): void {
    this.#connection = connection;
    connection.send(this.#exchange);
  }

  giveUp(error: Error): void {
    if (this.#over) return;
    if (this.#connection) this.#connection.destroy(error);
    else this.#exchange.onFailure({ error, wasStale: false });
  }
}
