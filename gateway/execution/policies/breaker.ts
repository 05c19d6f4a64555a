import type { BreakerPolicy } from './settings.ts';

/** What a breaker does with requests: lets them through, refuses them, or lets one through to see. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** Counts of a window's older and newer half. */
interface Half {
  requests: number;
  failures: number;
}

/**
 * Stops asking what keeps failing: open when too many of the last requests failed; after a while one request may try,
 * and its outcome closes or opens it again. Times are given by the caller, in milliseconds of one clock.
 */
export class Breaker {
  readonly #policy: BreakerPolicy;
  #older: Half = { requests: 0, failures: 0 };
  #newer: Half = { requests: 0, failures: 0 };
  #newerSince = Number.NEGATIVE_INFINITY;
  #openUntil: number | undefined;
  #trying = false;

  constructor(policy: BreakerPolicy) {
    this.#policy = policy;
  }

  /** Whether a request may be made now. One that may must be followed by `succeeded`, `failed` or `undecided`. */
  admits(now: number): boolean {
    if (this.#openUntil === undefined) return true;
    if (this.#trying || now < this.#openUntil) return false;
    this.#trying = true;
    return true;
  }

  /** In how many seconds a request refused now may be worth making again: at least one. */
  retryAfterSeconds(now: number): number {
    return Math.max(1, Math.ceil(((this.#openUntil ?? now) - now) / 1000));
  }

  succeeded(now: number): void {
    if (this.#openUntil !== undefined) {
      // What was sent before it opened says nothing about now.
      if (!this.#trying) return;
      this.#openUntil = undefined;
      this.#trying = false;
      this.#newerSince = Number.NEGATIVE_INFINITY;
    }
    this.#turn(now);
    this.#newer.requests++;
  }

  failed(now: number): void {
    if (this.#openUntil !== undefined) {
      if (!this.#trying) return;
      this.#trying = false;
      this.#openUntil = now + this.#policy.openMs;
      return;
    }
    this.#turn(now);
    this.#newer.requests++;
    this.#newer.failures++;
    const requests = this.#older.requests + this.#newer.requests;
    const failures = this.#older.failures + this.#newer.failures;
    if (requests >= this.#policy.minRequests && failures >= requests * this.#policy.failureRate) {
      this.#openUntil = now + this.#policy.openMs;
    }
  }

  /** The request was given up by who asked; it says nothing. */
  undecided(): void {
    this.#trying = false;
  }

  state(now: number): BreakerState {
    if (this.#openUntil === undefined) return 'closed';
    return this.#trying || now >= this.#openUntil ? 'half-open' : 'open';
  }

  /** Forgets what lies before the window. */
  #turn(now: number): void {
    const half = this.#policy.windowMs / 2;
    if (now - this.#newerSince < half) return;
    const isRecent = now - this.#newerSince < 2 * half;
    this.#older = isRecent ? this.#newer : { requests: 0, failures: 0 };
    this.#newer = { requests: 0, failures: 0 };
    this.#newerSince = now;
  }
}
