import { readdir, readFile } from 'node:fs/promises';

/** A process of a started stack. */
export interface RunningProcess {
  readonly pid: number;
  /** That of a service of ours (`gateway`, `workouts`), `supervisor`, `npm`, or of a store (`postgres`, `mongo`). */
  readonly name: string;
  readonly kind: 'ours' | 'store' | 'npm';
  /** Resident memory. */
  readonly bytes: number;
  /** User and system time of the process, and of its children that have ended. */
  readonly cpuMs: number;
}

interface Found extends RunningProcess {
  readonly parent: number;
}

/** The kernel counts in hundredths of a second wherever Node runs. */
const TICK_MS = 10;
const PAGE_BYTES = 4096;

/** The processes that a process has started, and those that these have; itself too. Reads /proc: Linux only. */
export async function processesBelow(root: number): Promise<RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(pids.map(readProcess))).filter((found) => found !== undefined);
  const known = new Map(all.map((found) => [found.pid, found]));
  const isBelow = (pid: number): boolean => pid === root || (known.has(pid) && isBelow(known.get(pid)?.parent ?? 0));
  return all.filter(({ pid }) => isBelow(pid));
}

async function readProcess(pid: string): Promise<Found | undefined> {
  try {
    const [stat, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    // After the name, which may hold anything: state, parent, …; times are the 14th to 17th field, memory the 24th.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, each) => sum + each, 0);
    return {
      pid: Number(pid),
      parent: fields[1] ?? 0,
      ...identified(command.split('\0')),
      bytes: (fields[21] ?? 0) * PAGE_BYTES,
      cpuMs: ticks * TICK_MS,
    };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

function identified([program = '', ...args]: readonly string[]): Pick<RunningProcess, 'name' | 'kind'> {
  const script = args.find((each) => /\.(ts|mjs)$/.test(each)) ?? '';
  const [, subgraph] = /subgraphs\/([^/]+)\/main\.ts$/.exec(script) ?? [];
  if (subgraph !== undefined) return { name: subgraph, kind: 'ours' };
  if (script.endsWith('gateway/main.ts')) return { name: 'gateway', kind: 'ours' };
  if (script.endsWith('services/start.ts')) return { name: 'supervisor', kind: 'ours' };
  if (script.endsWith('bootstrap.mjs')) return { name: 'bootstrap', kind: 'ours' };
  const store = /postgres|mongo|ferretdb|redis|nats/.exec(program)?.[0];
  if (store !== undefined) return { name: store, kind: 'store' };
  return { name: 'npm', kind: 'npm' };
}

/** CPU by name of process, in milliseconds. */
export type CpuByName = ReadonlyMap<string, { readonly kind: RunningProcess['kind']; readonly cpuMs: number }>;

/** What processes of the same name have used together. */
export function cpuByName(processes: readonly RunningProcess[]): CpuByName {
  const sums = new Map<string, { kind: RunningProcess['kind']; cpuMs: number }>();
  for (const { name, kind, cpuMs } of processes) sums.set(name, { kind, cpuMs: cpuMs + (sums.get(name)?.cpuMs ?? 0) });
  return sums;
}

/** What was used between two looks. */
export const usedBetween = (before: CpuByName, after: CpuByName): CpuByName =>
  new Map([...after].map(([name, { kind, cpuMs }]) => [name, { kind, cpuMs: cpuMs - (before.get(name)?.cpuMs ?? 0) }]));

/** All of one kind together, in milliseconds. */
export const sumOf = (used: CpuByName, kind: RunningProcess['kind']): number =>
  [...used.values()].filter((each) => each.kind === kind).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
