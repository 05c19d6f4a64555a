import type { Policy } from './settings.ts';

/** So many failures in a row, and an address is left out for a while. */
const EJECT_AFTER = 3;
const EJECT_MS = 5_000;

/** One address of a subgraph. */
export interface Endpoint {
  /** The name under which the client knows it. */
  readonly name: string;
  outstanding: number;
  failuresInRow: number;
  ejectedUntil: number;
}

/** Chooses among a subgraph's addresses. Those that keep failing are left out for 5 s, unless all do. */
export class Balancer {
  readonly #endpoints: readonly Endpoint[];
  readonly #balance: Policy['balance'];
  #next = 0;

  constructor(names: readonly string[], balance: Policy['balance']) {
    this.#endpoints = names.map((name) => ({ name, outstanding: 0, failuresInRow: 0, ejectedUntil: 0 }));
    this.#balance = balance;
  }

  /** @param avoid the one that has just failed; taken only when there is no other. */
  take(now: number, avoid?: Endpoint): Endpoint {
    const [only] = this.#endpoints;
    if (!only) throw new Error('a subgraph without an address');
    if (this.#endpoints.length === 1) return only;
    let best: Endpoint | undefined;
    const count = this.#endpoints.length;
    for (let step = 0; step < count; step++) {
      const endpoint = this.#endpoints[(this.#next + step) % count] ?? only;
      if (endpoint === avoid || endpoint.ejectedUntil > now) continue;
      if (best === undefined || (this.#balance === 'least-outstanding' && endpoint.outstanding < best.outstanding)) {
        best = endpoint;
      }
    }
    best ??= this.#endpoints[this.#next % count] ?? only;
    this.#next = (this.#endpoints.indexOf(best) + 1) % count;
    return best;
  }

  failed(endpoint: Endpoint, now: number): void {
    endpoint.failuresInRow++;
    if (endpoint.failuresInRow >= EJECT_AFTER) endpoint.ejectedUntil = now + EJECT_MS;
  }

  succeeded(endpoint: Endpoint): void {
    endpoint.failuresInRow = 0;
    endpoint.ejectedUntil = 0;
  }
}
