/** Rounds to `digits` decimals, nothing to nothing. */
function rounder(digits: number): { (value: number): number; (value: number | null): number | null } {
  const scale = 10 ** digits;
  function round(value: number): number;
  function round(value: number | null): number | null;
  function round(value: number | null): number | null {
    return value === null ? null : Math.round(value * scale) / scale + 0;
  }
  return round;
}

/** To milliseconds. */
export const seconds = rounder(3);
/** To centimetres. */
export const meters = rounder(2);
/** To mm/s. */
export const speed = rounder(3);
export const bpm = rounder(1);
export const watts = rounder(1);
/** Of steps, revolutions or strokes a minute. */
export const cadence = rounder(1);
export const kilocalories = rounder(1);
/** To a decimetre on the ground. */
export const coordinate = rounder(6);
