import { setTimeout } from 'node:timers/promises';
import { cpuByName, sumOf, usedBetween, type CpuByName } from '../processes.ts';
import type { StartedStack } from '../stack.ts';

/** What a piece of work took. */
export interface Metered<Result> {
  readonly result: Result;
  /** How long the work itself took. */
  readonly elapsedMs: number;
  /** What all processes used until everything that followed from it was done, less what they use when idle. */
  readonly used: CpuByName;
}

/** Measures the CPU of a stack. */
export interface Meter {
  /** What a second of doing nothing takes, in milliseconds by name. */
  readonly idle: CpuByName;
  measure<Result>(work: () => Promise<Result>): Promise<Metered<Result>>;
}

const IDLE_SECONDS = 30;
const QUIET_SECONDS = 1;
const LONGEST_SETTLING_SECONDS = 120;

/** Looks at what an idle stack uses for half a minute, and makes a meter that leaves it out. */
export async function createMeter(stack: StartedStack): Promise<Meter> {
  const look = async (): Promise<CpuByName> => cpuByName(await stack.processes());
  const during = async (seconds: number): Promise<CpuByName> => {
    const before = await look();
    await setTimeout(seconds * 1000);
    return perSecond(usedBetween(before, await look()), seconds);
  };
  await untilQuiet(during, 60);
  const idle = await during(IDLE_SECONDS);
  const idleMs = total(idle);
  return {
    idle,
    measure: async (work) => {
      const before = await look();
      const startedAt = performance.now();
      const result = await work();
      const elapsedMs = performance.now() - startedAt;
      await untilQuiet(during, idleMs * 1.5 + 20);
      const used = usedBetween(before, await look());
      return { result, elapsedMs, used: without(used, idle, (performance.now() - startedAt) / 1000) };
    },
  };
}

/** Waits until all processes together use less than so many milliseconds a second. */
async function untilQuiet(during: (seconds: number) => Promise<CpuByName>, quietMs: number): Promise<void> {
  for (let waited = 0; waited < LONGEST_SETTLING_SECONDS; waited += QUIET_SECONDS)
    if (total(await during(QUIET_SECONDS)) < quietMs) return;
}

const total = (used: CpuByName): number => sumOf(used, 'ours') + sumOf(used, 'store');

const perSecond = (used: CpuByName, seconds: number): CpuByName =>
  new Map([...used].map(([name, { kind, cpuMs }]) => [name, { kind, cpuMs: cpuMs / seconds }]));

const without = (used: CpuByName, idle: CpuByName, seconds: number): CpuByName =>
  new Map(
    [...used].map(([name, { kind, cpuMs }]) => [
      name,
      { kind, cpuMs: Math.max(0, cpuMs - (idle.get(name)?.cpuMs ?? 0) * seconds) },
    ]),
  );
