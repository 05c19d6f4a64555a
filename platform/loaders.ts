import DataLoader from 'dataloader';

/** Loads by id, once per request and in batches; null where there is nothing. */
export type Loader<Value> = DataLoader<string, Value | null>;

/** Makes a loader of a function that reads many at once, in any order. */
export const createLoader = <Value>(
  readMany: (ids: readonly string[]) => Promise<readonly Value[]>,
  idOf: (value: Value) => string,
): Loader<Value> =>
  new DataLoader(async (ids) => {
    const found = new Map((await readMany(ids)).map((value) => [idOf(value), value]));
    return ids.map((id) => found.get(id) ?? null);
  });
