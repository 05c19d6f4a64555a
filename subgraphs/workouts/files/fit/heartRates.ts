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
    const told = message.numbers(HR.eventTicks);
    const [first] = told;
    if (!Number.isNaN(message.timestamp) && first !== undefined) {
      const fraction = message.get(HR.fraction);
      this.#anchor = { at: toMs(message.timestamp + (fraction > 0 ? fraction / 32768 : 0)), ticks: first };
    }
    const readings = message.numbers(HR.bpm);
    const packed = told.length > 0 ? null : message.bytesOf(HR.lowTicks);
    readings.forEach((bpm, i) => {
      this.#ticks = packed ? this.#unfold(packed, i) : (told[i] ?? NaN);
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
    const [low = 0, middle = 0, high = 0] = packed.subarray(at, at + 3);
    const bits = index % 2 === 0 ? low | ((middle & 0x0f) << 8) : (middle >> 4) | (high << 4);
    return (this.#ticks + ((bits - (this.#ticks % LOW_WRAP) + LOW_WRAP) % LOW_WRAP)) % TICKS_WRAP;
  }

  #keep(bpm: number): void {
    if (!this.#anchor || !(bpm > 0) || Number.isNaN(this.#ticks) || this.#times.length === MOST_READINGS) return;
    const ticks = (this.#ticks - this.#anchor.ticks + TICKS_WRAP) % TICKS_WRAP;
    const time = this.#anchor.at + (ticks * 1000) / TICKS_PER_SECOND;
    if (time < (this.#times.at(-1) ?? -Infinity)) return;
    this.#times.push(time);
    this.#bpm.push(bpm);
  }
}
