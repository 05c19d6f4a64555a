import { Connection, type Exchange, type Owner } from './connection.ts';
import type { Target } from './target.ts';

/** A connection that has not been used for so long may have been closed by the other side. */
const IDLE_MS = 4_000;

/** The connections to one subgraph: kept, reused (the latest first), and no more than allowed. */
export class Pool implements Owner {
  readonly #target: Target;
  readonly #maxConnections: number;
  readonly #idle: Connection[] = [];
  readonly #all = new Set<Connection>();
  readonly #waiting = new Set<Exchange>();
  #sweeper: NodeJS.Timeout | undefined;
  #closing: (() => void) | undefined;

  constructor(target: Target, maxConnections: number) {
    this.#target = target;
    this.#maxConnections = maxConnections;
  }

  /** Sends on a free connection, a new one, or the next that gets free. */
  send(exchange: Exchange, now: number): void {
    const connection = this.#takeIdle(now) ?? this.#open(false);
    if (connection) connection.send(exchange);
    else this.#waiting.add(exchange);
  }

  /** Sends on a new connection, when an old one has just turned out to be closed. */
  sendFresh(exchange: Exchange): void {
    this.#open(true)?.send(exchange);
  }

  /** Gives up an exchange that has not ended, for this reason. */
  giveUp(exchange: Exchange, error: Error): void {
    if (this.#waiting.delete(exchange)) exchange.onFailure({ error, wasStale: false });
    else exchange.connection?.destroy(error);
  }

  onFree(connection: Connection, now: number): void {
    // Not before the response that frees it has been handed over.
    if (this.#waiting.size > 0) queueMicrotask(() => this.#sendNext(connection));
    else this.#keep(connection, now);
  }

  onGone(connection: Connection): void {
    this.#all.delete(connection);
    const at = this.#idle.indexOf(connection);
    if (at >= 0) this.#idle.splice(at, 1);
    const next = this.#waiting.size > 0 ? this.#open(false) : undefined;
    if (next) this.#sendNext(next);
    if (this.#all.size === 0) this.#closing?.();
  }

  /** Closes idle connections now and the others when they are done. */
  close(): Promise<void> {
    clearTimeout(this.#sweeper);
    return new Promise((resolve) => {
      this.#closing = resolve;
      for (const connection of [...this.#idle]) connection.destroy();
      if (this.#all.size === 0) resolve();
    });
  }

  /** On a connection that is free; it may have been closed in the meantime. */
  #sendNext(connection: Connection): void {
    if (!this.#all.has(connection)) return;
    const [next] = this.#waiting;
    if (next) {
      this.#waiting.delete(next);
      connection.send(next);
    } else {
      this.#keep(connection, performance.now());
    }
  }

  #keep(connection: Connection, now: number): void {
    if (this.#closing) {
      connection.destroy();
      return;
    }
    connection.idleSince = now;
    this.#idle.push(connection);
    this.#sweeper ??= setTimeout(() => this.#sweep(), IDLE_MS).unref();
  }

  #takeIdle(now: number): Connection | undefined {
    for (let connection = this.#idle.pop(); connection; connection = this.#idle.pop()) {
      if (isUsable(connection, now)) return connection;
      connection.destroy();
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
    for (const connection of [...this.#idle]) if (!isUsable(connection, now)) connection.destroy();
    this.#sweeper = this.#idle.length > 0 ? setTimeout(() => this.#sweep(), IDLE_MS).unref() : undefined;
  }
}

const isUsable = ({ idleSince, usableUntil }: Connection, now: number): boolean =>
  now - idleSince < IDLE_MS && now < usableUntil;
