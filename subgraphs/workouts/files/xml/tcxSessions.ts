import { inOrderOfTime } from '../../domain/timeOrder.ts';

/** Activities further from each other than this are no parts of one workout, but a history. */
const LONGEST_BREAK_MS = 4 * 3_600_000;

/** When the activities of a file were, those of a multisport session as one. */
export class Sessions {
  /** First and last times, in ms since 1970. */
  readonly #all: { firstAt: number; lastAt: number }[] = [];

  /** What is told from now on is of another activity, or multisport session. */
  begin(): void {
    this.#all.push({ firstAt: Infinity, lastAt: -Infinity });
  }

  /** A time within it, NaN for none. */
  extend(time: number): void {
    const session = this.#all.at(-1);
    if (!session || Number.isNaN(time)) return;
    session.firstAt = Math.min(session.firstAt, time);
    session.lastAt = Math.max(session.lastAt, time);
  }

  /** Whether one of those that tell times begins more than four hours after all before it have ended. */
  areFarApart(): boolean {
    const timed = this.#all.filter(({ firstAt }) => firstAt < Infinity);
    const inOrder = inOrderOfTime(timed, ({ firstAt }) => firstAt);
    let end = inOrder[0]?.lastAt ?? NaN;
    for (const { firstAt, lastAt } of inOrder) {
      if (firstAt - end > LONGEST_BREAK_MS) return true;
      end = Math.max(end, lastAt);
    }
    return false;
  }
}
