import type { Random } from '../../../../fixtures/random.ts';

const VALUES = [
  null, true, '', '2026', 'NaN', -1, 0, -0, 1e308, -1e308, 1e21, 0.1, Number.MAX_SAFE_INTEGER, 8.64e15, -8.64e15, [], {},
  [null], [[1]], { at: 1 }, [{ at: 5, kind: 'PAUSE' }], [{ at: -1e15, kind: 'RESUME' }], 'RUNNING', '__proto__', '\uD800',
] as const; // prettier-ignore

/** A recording of our own format with values replaced, columns shortened or lengthened, and texts that JSON is not. */
export function mutateLaurel(random: Random, original: string): Uint8Array {
  const root = new Map<string, unknown>(Object.entries(z(original)));
  for (let i = random.whole(1, 5); i > 0; i--) change(random, root);
  const text = JSON.stringify(Object.fromEntries(root));
  const spoilt = random.pick([
    text,
    text,
    text,
    text.replace(/\d+/, '1e999'),
    text.replace('null', 'NaN'),
    text.slice(0, random.whole(0, text.length)),
    text.replace('[', '['.repeat(20_000)),
    text.replace(/^\{/, '{"__proto__":{"laurel":1},'),
  ]);
  return new Uint8Array(Buffer.from(spoilt));
}

const z = (text: string): object => {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? value : {};
};

function change(random: Random, root: Map<string, unknown>): void {
  const keys = [...root.keys()].filter((key) => key !== 'laurel');
  const key = random.pick([keys[0] ?? '', ...keys]);
  const value = root.get(key);
  if (!Array.isArray(value) || random.next() < 0.2) {
    root.set(key, random.pick(VALUES));
    return;
  }
  const list: unknown[] = [...value];
  const at = random.whole(0, Math.max(0, list.length - 1));
  random.pick([
    () => list.splice(at, 1, random.pick(VALUES)),
    () => list.splice(at, random.whole(0, 2), ...list.slice(0, random.whole(0, 3))),
    () => list.reverse(),
    () => list.fill(random.pick(VALUES), at, at + random.whole(1, 50)),
  ])();
  root.set(key, list);
}
