// Points at which a process can be made to die, to prove that dying there loses and doubles nothing.

interface Armed {
  readonly rates: ReadonlyMap<string, number>;
  random(): number;
}

let armed: Armed | undefined;

/**
 * Arms failpoints for this process: `seed=7;relay.published=0.02;consumer.*=0.01`. A rate is the probability, 0 to 1,
 * that the process dies when it passes; `*` at the end of a name stands for any rest. Empty text arms nothing.
 *
 * @throws on text it cannot read.
 */
export function armFailpoints(text: string): void {
  if (text === '') {
    armed = undefined;
    return;
  }
  const entries = text.split(';').map((entry) => {
    const [name, value] = entry.split('=');
    const rate = Number(value);
    if (!name || value === undefined || !Number.isFinite(rate)) throw new Error(`FAILPOINTS: cannot read "${entry}"`);
    return [name, rate] as const;
  });
  const rates = new Map(entries.filter(([name]) => name !== 'seed'));
  const seed = entries.find(([name]) => name === 'seed')?.[1] ?? 1;
  armed = { rates, random: mulberry32(seed + process.pid) };
}

/** Passes, or kills the process as `kill -9` would, when the point of this name is armed and its dice fall so. */
export function failpoint(name: string): void {
  if (!armed) return;
  const rate = armed.rates.get(name) ?? wildcardRate(armed.rates, name);
  if (rate > 0 && armed.random() < rate) process.kill(process.pid, 'SIGKILL');
}

function wildcardRate(rates: ReadonlyMap<string, number>, name: string): number {
  for (const [pattern, rate] of rates) {
    if (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1))) return rate;
  }
  return 0;
}

/** A small seeded generator of numbers in [0, 1): mulberry32 by Tommy Ettinger, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
