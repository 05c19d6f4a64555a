import type { PointsBuilder } from '../pointsBuilder.ts';
import type { FitMessage } from './messages.ts';
import { HR } from './profile.ts';
import { toMs } from './values.ts';

/** Two beats a second for four days; it only bounds what a hostile file can make us keep. */
const MOST_READINGS = 700_000;
/** A strap's clock counts 1/1024 s in 32 bits; most messages hold the lower twelve of them. */
const TICKS_PER_SECOND = 1024;
const TICKS_WRAP = 2 ** 32;
const LOW_WRAP = 4096;
/** A reading is carried on for this long where none follows. */
const LONGEST_CARRY_MS = 5000;

/**
 * What a chest strap kept while the watch could not hear it, under water for one, and gave the watch afterwards: FIT `hr`
 * messages (Garmin FIT SDK, plugin for heart rate messages). The first tells what instant the strap's clock stands for.
 */
export class HeartRateReader {
  readonly #times: number[] = [];
  readonly #bpm: number[] = [];
  #anchor: { at: number; ticks: number } | null = null;
  #ticks = 0;

  add(message: FitMessage): void {
    if (this.#times.length === MOST_READINGS) return;
    const told = message.numbers(HR.eventTicks);
    const [first = NaN] = told;
    if (!Number.isNaN(message.timestamp) && !Number.isNaN(first)) {
      const fraction = message.get(HR.fraction);
      this.#anchor = { at: toMs(message.timestamp + (fraction > 0 ? fraction / 32768 : 0)), ticks: first };
    }
    const readings = message.numbers(HR.bpm);
    // all of the bits may have a field beside the lower ones that is invalid
    const packed = told.every((ticks) => Number.isNaN(ticks)) ? message.bytesOf(HR.lowTicks) : null;
    readings.forEach((bpm, i) => {
      const ticks = packed ? this.#unfold(packed, i) : (told[i] ?? NaN);
      if (Number.isNaN(ticks)) return;
      this.#ticks = ticks;
      this.#keep(bpm);
    });
  }

  /** Another of several chained files begins; the readings of the first may stand in the second. */
  endFile(): void {
    this.#anchor = null;
  }

  /** Gives each row the mean of the readings since the row before. */
  merge({ columns, length }: PointsBuilder): void {
    let next = 0;
    let since = -Infinity;
    for (let row = 0; row < length && this.#times.length > 0; row++) {
      const time = columns.time[row] ?? NaN;
      if (Number.isNaN(time) || time <= since) continue;
      let [sum, count] = [0, 0];
      for (; (this.#times[next] ?? Infinity) <= time; next++) {
        if ((this.#times[next] ?? NaN) <= Math.max(since, time - LONGEST_CARRY_MS)) continue;
        sum += this.#bpm[next] ?? NaN;
        count += 1;
      }
      if (count > 0) columns.heartRate[row] = Math.round(sum / count);
      else if (time - (this.#times[next - 1] ?? NaN) <= LONGEST_CARRY_MS)
        columns.heartRate[row] = this.#bpm[next - 1] ?? NaN;
      since = time;
    }
  }

  /** The first time not before the last one that ends in these twelve bits; two of them share three bytes. */
  #unfold(packed: Uint8Array, index: number): number {
    const at = Math.floor(index / 2) * 3;
    const middle = packed[at + 1] ?? 0;
    const bits =
      index % 2 === 0 ? (packed[at] ?? 0) | ((middle & 0x0f) << 8) : (middle >> 4) | ((packed[at + 2] ?? 0) << 4);
    return (this.#ticks + ((bits - (this.#ticks % LOW_WRAP) + LOW_WRAP) % LOW_WRAP)) % TICKS_WRAP;
  }

  #keep(bpm: number): void {
    if (!this.#anchor || !(bpm > 0) || this.#times.length === MOST_READINGS) return;
    const ticks = (this.#ticks - this.#anchor.ticks + TICKS_WRAP) % TICKS_WRAP;
    const time = this.#anchor.at + (ticks * 1000) / TICKS_PER_SECOND;
    if (time < (this.#times.at(-1) ?? -Infinity)) return;
    this.#times.push(time);
    this.#bpm.push(bpm);
  }
}
