import type { TimerEvent } from '../../domain/recording.ts';
import type { PointsBuilder } from '../pointsBuilder.ts';
import type { FitMessage } from './messages.ts';
import { leaveOutPauses, pausesOf, type Pause } from './pauses.ts';
import { EVENT, TIMER_EVENT, TIMER_START, TIMER_STOPS } from './profile.ts';
import type { FitSummary } from './sessions.ts';
import { toMs } from './values.ts';

/** More than any real activity has; it only bounds what a hostile file can make us keep. */
const MOST_EVENTS = 100_000;

/** The starts and stops of the device's timer, and the pauses between them. */
export class TimerReader {
  readonly events: TimerEvent[] = [];
  readonly pauses: Pause[] = [];
  /** How many events there were when the file at hand began. */
  #before = 0;

  add(message: FitMessage): void {
    if (message.get(EVENT.event) !== TIMER_EVENT || Number.isNaN(message.timestamp)) return;
    if (this.events.length === MOST_EVENTS) return;
    const type = message.get(EVENT.type);
    if (type === TIMER_START) this.events.push({ at: toMs(message.timestamp), kind: 'START' });
    else if (TIMER_STOPS.has(type)) this.events.push({ at: toMs(message.timestamp), kind: 'STOP' });
  }

  /** Leaves out what one file, whose rows begin with `firstRow`, recorded in its pauses. */
  endFile(points: PointsBuilder, firstRow: number, sessions: readonly FitSummary[]): void {
    const pauses = pausesOf(points, firstRow, this.events.slice(this.#before), sessions);
    leaveOutPauses(points, firstRow, pauses);
    this.pauses.push(...pauses);
    this.#before = this.events.length;
  }
}
