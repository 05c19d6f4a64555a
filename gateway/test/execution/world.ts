/** An object of a test's data: its type, its values, and functions for fields with arguments or that are computed. */
export interface WorldObject {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

export const isWorldObject = (value: unknown): value is WorldObject =>
  typeof value === 'object' && value !== null && '__typename' in value;

/** A small supergraph with the data its subgraphs and the merged schema answer from. */
export interface World {
  readonly name: string;
  /** SDL by subgraph, without the link to the specification. */
  readonly subgraphs: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly mutation?: Readonly<Record<string, unknown>>;
  /** Everything that can be found by a key. */
  readonly entities: readonly WorldObject[];
  /** How many times as long as usual its operations take to plan; CI compares so many times fewer. */
  readonly effort?: number;
  /** Strings and numbers worth passing as arguments. */
  readonly samples?: readonly string[];
}
