import type { GraphQLFormattedError } from 'graphql';
import type { Path } from './walking.ts';

/** More errors than this in one answer are not listed. */
const MAX_ERRORS = 1_000;

/** The errors of one answer, in the order found, each with the path the client knows. */
export class ErrorLog {
  readonly errors: GraphQLFormattedError[] = [];
  readonly #seen = new Set<string>();
  /** Paths of errors, and all their beginnings. */
  readonly #exact = new Set<string>();
  readonly #beginnings = new Set<string>();

  /** Adds an error, unless it says what another said. */
  add(error: GraphQLFormattedError): void {
    if (this.errors.length >= MAX_ERRORS) return;
    const key = JSON.stringify(error);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.errors.push(error);
    const path = error.path ?? [];
    this.#exact.add(JSON.stringify(path));
    for (let length = 0; length <= path.length; length++) this.#beginnings.add(JSON.stringify(path.slice(0, length)));
  }

  /** Whether an error at, above or below a path says why nothing is there. One without a path may stand for anything. */
  explains(path: Path): boolean {
    if (this.errors.length === 0) return false;
    if (this.errors.length >= MAX_ERRORS || this.#beginnings.has(JSON.stringify(path))) return true;
    for (let length = 0; length < path.length; length++) {
      if (this.#exact.has(JSON.stringify(path.slice(0, length)))) return true;
    }
    return false;
  }
}
