/** Which sequence numbers have come: ranges, first and last inclusive, rising, never touching. */
export type Ranges = readonly (readonly [first: number, last: number])[];

/** Whether a number has come; there may be many gaps, so it is looked for by halves. */
export function holds(ranges: Ranges, sequence: number): boolean {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.[1] ?? 0) < sequence) low = middle + 1;
    else high = middle;
  }
  return sequence >= (ranges[low]?.[0] ?? Infinity);
}

/** The ranges with further numbers, whatever their order. */
export function include(ranges: Ranges, sequences: readonly number[]): Ranges {
  const all = [...ranges, ...sequences.map((each) => [each, each] as const)].sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [first, last] of all) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** The highest number; null without any. */
export const highest = (ranges: Ranges): number | null => ranges.at(-1)?.[1] ?? null;

export const countOf = (ranges: Ranges): number => ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
