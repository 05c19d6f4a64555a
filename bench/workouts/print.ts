import type { CpuByName } from '../processes.ts';

/** Prints a line: what was measured, the figure, and what is aimed at. */
export function print(what: string, measured: string, aim = ''): void {
  console.log(`${what.padEnd(52)} ${measured.padStart(30)}${aim === '' ? '' : `   aim: ${aim}`}`);
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** The names that used most, and how much for each of so many. */
export const shares = (used: CpuByName, count: number, unit = 'ms'): string =>
  [...used]
    .toSorted(([, a], [, b]) => b.cpuMs - a.cpuMs)
    .map(([name, { cpuMs }]) => `${name} ${(cpuMs / count).toFixed(1)}`)
    .join(', ') + ` ${unit}`;
