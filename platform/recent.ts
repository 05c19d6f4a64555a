/** What this process has seen a moment ago: a few values, for a while. */
export interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/** @param bounds how many values at most, those set first going first; and for how long after they were set */
export function createRecent<Value>({ entries, ageMs }: { entries: number; ageMs: number }): Recent<Value> {
  const known = new Map<string, { readonly value: Value; readonly setAt: number }>();
  return {
    get: (key) => {
      const found = known.get(key);
      if (found && performance.now() - found.setAt < ageMs) return found.value;
      known.delete(key);
      return undefined;
    },
    set: (key, value) => {
      known.delete(key);
      known.set(key, { value, setAt: performance.now() });
      for (const oldest of known.keys()) {
        if (known.size <= entries) break;
        known.delete(oldest);
      }
    },
    delete: (key) => void known.delete(key),
  };
}
