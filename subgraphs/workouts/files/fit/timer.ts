import { inOrderOfEvents, type TimerEvent } from '../../domain/recording.ts';
import { at } from '../../domain/track.ts';
import type { PointsBuilder } from '../pointsBuilder.ts';
import type { FitMessage } from './messages.ts';
import { isMostKept, pausesOf, resumeAfter, rowsInPauses, takeOffRises } from './pauses.ts';
import { EVENT, TIMER_EVENT, TIMER_START, TIMER_STOPS } from './profile.ts';
import type { FitSummary } from './sessions.ts';
import { toMs } from './values.ts';

/** More than any real activity has; it only bounds what a hostile file can make us keep. */
const MOST_EVENTS = 100_000;

/** The starts and stops of the device's timer, and when it went on after its pauses. */
export class TimerReader {
  readonly events: TimerEvent[] = [];
  /** When points begin a segment, since a pause ended: ms. */
  readonly resumes: number[] = [];
  /** How many events there were when the file at hand began. */
  #before = 0;
  /** The earliest start in the file at hand, and the first row that stands behind it there. */
  #firstStart: { at: number; row: number } | null = null;
  /** The last rows of files that no stop ends, as those that are cut off: there the timer stops where another file has its stop. */
  readonly #openEnds: TimerEvent[] = [];
  #isAnyClosed = false;

  /** @param row how many points stand before the message */
  add(message: FitMessage, row: number): void {
    if (message.get(EVENT.event) !== TIMER_EVENT || Number.isNaN(message.timestamp)) return;
    if (this.events.length === MOST_EVENTS) return;
    const type = message.get(EVENT.type);
    const now = toMs(message.timestamp);
    if (type === TIMER_START) {
      this.events.push({ at: now, kind: 'START' });
      if (!(now >= (this.#firstStart?.at ?? Infinity))) this.#firstStart = { at: now, row };
    } else if (TIMER_STOPS.has(type)) this.events.push({ at: now, kind: 'STOP' });
  }

  /** Leaves out what one file, whose rows begin with `firstRow`, recorded while its timer stood: it tells of no workout. */
  endFile(points: PointsBuilder, firstRow: number, sessions: readonly FitSummary[], laps: readonly FitSummary[]): void {
    const inOrder = inOrderOfEvents(this.events.slice(this.#before));
    if (inOrder.length > 0) {
      const last = lastTime(points, firstRow);
      this.#leaveOutBeforeStart(points, firstRow, last, inOrder, [...sessions, ...laps]);
      this.#leaveOutPauses(points, firstRow, last, inOrder, sessions, laps);
      this.#closeOpenEnds(inOrder, last);
    }
    this.#before = this.events.length;
    this.#firstStart = null;
  }

  /** A start that no stop follows would go on into the other files of a chain. */
  #closeOpenEnds(inOrder: readonly TimerEvent[], last: number): void {
    const final = inOrder.at(-1);
    if (final?.kind === 'STOP') this.#isAnyClosed = true;
    else if (final && last > final.at) this.#openEnds.push({ at: last, kind: 'STOP' });
    if (this.#isAnyClosed) this.events.push(...this.#openEnds.splice(0));
  }

  /**
   * What lies before the first start, both by time and in the file, whose clock may have been put right behind it, and before
   * sessions and laps; unless a stop comes first, then a start is lost, or most would go.
   */
  #leaveOutBeforeStart(
    points: PointsBuilder,
    firstRow: number,
    last: number,
    [first]: readonly TimerEvent[],
    summaries: readonly FitSummary[],
  ): void {
    if (first?.kind !== 'START') return;
    const began = summaries.reduce((least, { startedAt }) => Math.min(least, startedAt ?? Infinity), first.at);
    if (began > last) return;
    const choice = rowsInPauses(points, firstRow, [{ from: -Infinity, to: began }], this.#firstStart?.row);
    if (choice && isMostKept(points, firstRow, choice)) points.pickRows(choice.firstOut, choice.keptBehind);
  }

  /** What lies in pauses that totals confirm, or where none tell, as long as not most would go; after the last stop all is believed. */
  #leaveOutPauses(
    points: PointsBuilder,
    firstRow: number,
    last: number,
    inOrder: readonly TimerEvent[],
    sessions: readonly FitSummary[],
    laps: readonly FitSummary[],
  ): void {
    const { all, believed, isConfirmed } = pausesOf(inOrder, sessions, laps);
    const out = believed.filter(({ to }) => to <= last);
    const choice = rowsInPauses(points, firstRow, out);
    const isLeftOut = !choice || isConfirmed || isMostKept(points, firstRow, choice);
    const ended = new Set(isLeftOut ? out.map(({ to }) => to) : []);
    for (const pause of all) if (pause.to <= last) this.resumes.push(resumeAfter(pause, ended.has(pause.to)));
    if (!choice || !isLeftOut) return;
    const [session] = sessions;
    if (session && sessions.length === 1) takeOffRises(points, firstRow, choice, session.distanceMeters);
    points.pickRows(choice.firstOut, choice.keptBehind);
  }
}

function lastTime({ columns: { time }, length }: PointsBuilder, firstRow: number): number {
  let last = -Infinity;
  for (let i = firstRow; i < length; i++) if (at(time, i) > last) last = at(time, i);
  return last;
}
