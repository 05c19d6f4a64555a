/** How a subgraph separates: what follows values and names. */
export interface Style {
  readonly comma: ',' | ', ';
  readonly colon: ':' | ': ';
}

export const COMPACT: Style = { comma: ',', colon: ':' };

/** How a subgraph writes the answers of one fetch. */
export interface Habit {
  readonly style: Style;
  /** The order of response names, by `orderKey`, where it is another than asked. */
  readonly orders: ReadonlyMap<string, readonly string[]>;
}

/** Habits by the first of the fetches that may share an alias. */
export type Habits = ReadonlyMap<number, Habit>;

export const orderKey = (node: { readonly key: string }, type: string): string => `${node.key} ${type}`;
