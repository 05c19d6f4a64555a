import type { GraphQLFormattedError } from 'graphql';
import type { Form } from '../plan/form.ts';
import type { Batch, PreparedFetch } from './batches.ts';
import { clientPath } from './clientPath.ts';
import { ErrorLog } from './errorLog.ts';
import type { Data } from './json.ts';
import { fieldReader } from './reading.ts';
import type { Path } from './walking.ts';

/** For more objects than this, one failed fetch is not reported object by object. */
const MAX_PLACES_PER_FAILURE = 100;

/** What went wrong at an object: below it at `rest`, or, when that is empty, with all its fetch was to bring. */
interface Trouble {
  readonly error: GraphQLFormattedError;
  readonly rest: Path;
}

/** Why a fetch brought nothing for an object. */
interface Reason {
  readonly prepared: PreparedFetch;
  /** Undefined when that is no error: nobody says that there is anything. */
  readonly text: string | undefined;
  /** The fetch of which a subgraph said that it does not have the object. */
  readonly nothingOf: PreparedFetch | undefined;
}

/** Why a field is missing: what a subgraph said of its object, or in words of ours; neither when it is simply not there. */
export interface Missing {
  readonly text: string | undefined;
  readonly error?: GraphQLFormattedError | undefined;
}

/** What went wrong in one run. Paths are found only at the end, and only for objects that are in trouble. */
export class Troubles {
  readonly #general: { readonly prepared: PreparedFetch | undefined; readonly error: GraphQLFormattedError }[] = [];
  readonly #reasons = new Map<Data, Reason[]>();
  readonly #byFetch = new Map<PreparedFetch, Map<Data, Trouble[]>>();

  /** An error of a fetch that belongs nowhere in particular. */
  addGeneral(prepared: PreparedFetch | undefined, error: GraphQLFormattedError): void {
    this.#general.push({ prepared, error });
  }

  add(prepared: PreparedFetch, carrier: Data, error: GraphQLFormattedError, rest: Path = []): void {
    const troubles = this.#byFetch.get(prepared) ?? new Map<Data, Trouble[]>();
    this.#byFetch.set(prepared, troubles);
    troubles.set(carrier, [...(troubles.get(carrier) ?? []), { error, rest }]);
  }

  /** A whole batch brought nothing. */
  addFailure(batch: Batch, error: GraphQLFormattedError): void {
    for (const { prepared, carriers } of batch.takers) {
      for (const carrier of carriers.slice(0, MAX_PLACES_PER_FAILURE)) this.add(prepared, carrier, error);
    }
  }

  /** A subgraph said that it does not have an object. That is an error only where the client misses something. */
  addNothing(prepared: PreparedFetch, carrier: Data): void {
    const text = `Subgraph "${prepared.fetch.subgraph}" has nothing for this object.`;
    this.#addReason(carrier, { prepared, text, nothingOf: prepared });
  }

  /**
   * An object lacks what a subgraph must know of it, and is not asked there. When that is so because the subgraph that
   * would have told its key has no such object, there is nothing to be found: what is missing is null, without an error
   * but that by which the subgraph lost the object.
   */
  addLack(prepared: PreparedFetch, carrier: Data): void {
    const { subgraph, dependsOn } = prepared.fetch;
    const before = (this.#reasons.get(carrier) ?? []).filter((one) => dependsOn.has(one.prepared.fetch.index));
    const nothingOf = before.find((one) => one.nothingOf)?.nothingOf;
    const text = nothingOf ? undefined : `This object lacks what subgraph "${subgraph}" must know of it.`;
    this.#addReason(carrier, { prepared, text, nothingOf });
  }

  #addReason(carrier: Data, reason: Reason): void {
    this.#reasons.set(carrier, [...(this.#reasons.get(carrier) ?? []), reason]);
  }

  /** Why a field of an object was not brought, if that is known. */
  reasonFor(carrier: Data, name: string): Missing | undefined {
    const reasons = this.#reasons.get(carrier) ?? [];
    const reason = reasons.find(({ prepared }) => prepared.fetch.asked.some((field) => field.name === name));
    if (!reason?.nothingOf) return reason;
    // A field that failed may have taken its object along: then that is why.
    const [told] = this.#byFetch.get(reason.nothingOf)?.get(carrier) ?? [];
    return { text: reason.text, error: told?.error };
  }

  /** The errors with the client's paths, in the order of the plan, whichever subgraph was quicker. */
  settle(form: Form, root: Data): ErrorLog {
    const log = new ErrorLog();
    if (this.#byFetch.size === 0 && this.#general.length === 0) return log;
    const byFetch = [...this.#byFetch].sort(([one], [other]) => inPlan(one) - inPlan(other));
    for (const [prepared, troubles] of byFetch) settleFetch(prepared, troubles, form, root, log);
    const general = this.#general.sort((one, other) => inPlan(one.prepared) - inPlan(other.prepared));
    for (const { prepared, error } of general) {
      const path = prepared?.fetch.requires ? clientPath(form.shape, commonPath(prepared, root)) : [];
      addAt(log, { error, rest: [] }, path);
    }
    return log;
  }
}

/** Where all objects of a fetch are: before the first list on the way to them. */
function commonPath({ walker }: PreparedFetch, root: Data): Path {
  let common: Path = [];
  walker.visitWithPaths(root, (_, path) => {
    const list = path.findIndex((part) => typeof part === 'number');
    common = list < 0 ? path : path.slice(0, list);
  });
  return common;
}

const inPlan = (prepared: PreparedFetch | undefined): number => prepared?.fetch.index ?? 0;

function settleFetch(
  prepared: PreparedFetch,
  troubles: ReadonlyMap<Data, readonly Trouble[]>,
  form: Form,
  root: Data,
  log: ErrorLog,
): void {
  prepared.walker.visitWithPaths(root, (carrier, path) => {
    for (const trouble of troubles.get(carrier) ?? []) {
      if (trouble.rest.length > 0) addAt(log, trouble, clientPath(form.shape, [...path, ...trouble.rest]));
      else addForFields(prepared, carrier, path, trouble, form, log);
    }
  });
}

function addAt(log: ErrorLog, { error: { message, extensions } }: Trouble, path: Path): void {
  log.add({ message, ...(path.length > 0 ? { path } : {}), extensions });
}

/** Puts an error at each field that the client asked for and the fetch did not bring. */
function addForFields(
  prepared: PreparedFetch,
  carrier: Data,
  path: Path,
  trouble: Trouble,
  form: Form,
  log: ErrorLog,
): void {
  const { place, asked } = prepared.fetch;
  const here = clientPath(form.shape, path);
  const paths = [...new Set(asked.map(({ name }) => name))]
    .filter((name) => fieldReader(place, name)(carrier) === undefined)
    .map((name) => clientPath(form.shape, [...path, name]))
    .filter((found) => found.length === path.length + 1);
  for (const found of paths) addAt(log, trouble, found);
  if (paths.length === 0) addAt(log, trouble, here);
}
