import type { Random } from '../../fixtures/random.ts';

/** Ids that exist, by the name of their type; the latest are kept. */
export class Pool {
  readonly #ids = new Map<string, string[]>();

  add(type: string, id: string): void {
    const ids = this.#ids.get(type) ?? [];
    if (!ids.includes(id)) ids.push(id);
    if (ids.length > 60) ids.shift();
    this.#ids.set(type, ids);
  }

  /** One of a type, whoever's it is, every other time the latest; undefined as long as there is none. */
  pick(type: string, random: Random): string | undefined {
    const ids = this.#ids.get(type) ?? [];
    const [first, ...rest] = ids;
    return first === undefined || random.next() < 0.5 ? ids.at(-1) : random.pick([first, ...rest]);
  }

  /** One of any type. */
  any(random: Random): string | undefined {
    const [first, ...rest] = this.#ids.keys();
    return first === undefined ? undefined : this.pick(random.pick([first, ...rest]), random);
  }

  /** Takes up every object with `__typename` and `id` in an answer. */
  harvest(value: unknown): void {
    if (Array.isArray(value)) for (const each of value) this.harvest(each);
    else if (typeof value === 'object' && value !== null) {
      if ('__typename' in value && 'id' in value && typeof value.id === 'string')
        this.add(String(value.__typename), value.id);
      for (const each of Object.values(value)) this.harvest(each);
    }
  }
}
