import fc from 'fast-check';

/** Every order in which things may come, each of them so many times. */
export function anyOrder<Thing>(things: Iterable<Thing>, times = 1): fc.Arbitrary<Thing[]> {
  const once = [...things];
  const all = Array.from({ length: times }, () => once).flat();
  return fc.shuffledSubarray(all, { minLength: all.length });
}
