import { createHash } from 'node:crypto';
import { Kind, parse, visit } from 'graphql';

/**
 * Which labels of progressive overrides, `@override(from: …, label: "percent(25)")`, hold for an operation: of the
 * operations, told apart by their text, so many of a hundred get the field from the new subgraph. One operation is
 * always answered by the same. Labels of any other kind do not hold.
 */
export function readOverrides(sdl: string): (query: string) => ReadonlyMap<string, boolean> {
  const shares = new Map<string, number>();
  if (!sdl.includes('overrideLabel')) return () => new Map();
  visit(parse(sdl, { noLocation: true }), {
    Argument({ name, value }) {
      if (name.value !== 'overrideLabel' || value.kind !== Kind.STRING) return;
      const percent = /^percent\((\d+(?:\.\d+)?)\)$/.exec(value.value)?.[1];
      shares.set(value.value, Number(percent ?? 0));
    },
  });
  return (query) => {
    const place = (createHash('sha1').update(query).digest().readUInt32LE() / 2 ** 32) * 100;
    return new Map([...shares].map(([label, share]) => [label, place < share]));
  };
}
