import type { Fetch } from '../plan/form.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import { attacher, type Attach } from './attaching.ts';
import type { Data } from './json.ts';
import { representationWriter, type RepresentationWriter } from './representations.ts';
import { walkerTo, type Walker } from './walking.ts';

/** A fetch with what is prepared for it. */
export interface PreparedFetch {
  readonly fetch: Fetch;
  readonly walker: Walker;
  readonly represent: RepresentationWriter;
  readonly attach: Attach;
}

export const prepareFetch = (fetch: Fetch, facts: SchemaFacts): PreparedFetch => ({
  fetch,
  walker: walkerTo(fetch.place),
  represent: representationWriter(fetch, facts),
  attach: attacher(fetch, facts),
});

/** The carriers for which a fetch asks, and for each the index of its representation. */
export interface Takers {
  readonly prepared: PreparedFetch;
  readonly carriers: Data[];
  readonly indices: number[];
}

/** What is asked under one alias: representations, each once, and who takes the answers. */
export interface Batch {
  readonly representations: string[];
  readonly takers: Takers[];
}

/**
 * Collects what fetches of one signature ask.
 *
 * @param missing told of objects that lack something their representation needs.
 */
export function collectBatch(
  fetches: readonly PreparedFetch[],
  root: Data,
  missing: (prepared: PreparedFetch, carrier: Data) => void,
): Batch {
  const known = new Map<string, number>();
  const representations: string[] = [];
  const takers = fetches.map((prepared): Takers => {
    const carriers: Data[] = [];
    const indices: number[] = [];
    prepared.walker.visit(root, (carrier) => {
      const text = prepared.fetch.requires ? prepared.represent(carrier) : '';
      if (text === false) return;
      if (text === undefined) {
        prepared.attach(carrier, null);
        missing(prepared, carrier);
        return;
      }
      let index = known.get(text);
      if (index === undefined) {
        index = representations.length;
        known.set(text, index);
        representations.push(text);
      }
      carriers.push(carrier);
      indices.push(index);
    });
    return { prepared, carriers, indices };
  });
  return { representations, takers };
}
