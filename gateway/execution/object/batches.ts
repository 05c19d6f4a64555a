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
  /** The same for what can be asked of objects that lack something. */
  readonly reduced: PreparedFetch | undefined;
}

export const prepareFetch = (fetch: Fetch, facts: SchemaFacts): PreparedFetch => ({
  fetch,
  walker: walkerTo(fetch.place),
  represent: representationWriter(fetch, facts),
  attach: attacher(fetch, facts),
  reduced: fetch.reduced && prepareFetch(fetch.reduced, facts),
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

/** Collects what is asked under one alias. */
export class Collector {
  readonly batch: Batch = { representations: [], takers: [] };
  readonly #known = new Map<string, number>();

  /**
   * Adds what a fetch asks for the objects it is for.
   *
   * @param missing told of objects that lack something their representation needs.
   */
  add(
    prepared: PreparedFetch,
    visit: (visitor: (carrier: Data) => void) => void,
    missing: (carrier: Data) => void,
  ): void {
    const takers: Takers = { prepared, carriers: [], indices: [] };
    this.batch.takers.push(takers);
    visit((carrier) => {
      const text = prepared.fetch.requires ? prepared.represent(carrier) : '';
      if (text === false) return;
      if (text === undefined) {
        missing(carrier);
        return;
      }
      takers.carriers.push(carrier);
      takers.indices.push(this.#indexOf(text));
    });
  }

  #indexOf(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const index = this.batch.representations.length;
    this.#known.set(text, index);
    this.batch.representations.push(text);
    return index;
  }
}
