import fc from 'fast-check';
import { isUtf8 } from 'node:buffer';
import { createLogger } from '#platform/telemetry/log.ts';
import { prepareByteEngine } from '../../execution/bytes/byteEngine.ts';
import { createCompiledExecutor } from '../../execution/compiledExecutor.ts';
import type { Executor } from '../../execution/executor.ts';
import { prepareObjectEngine } from '../../execution/object/objectEngine.ts';
import { Turns } from '../../planning/turns.ts';
import { makeBed, runOn, type Bed } from './bed.ts';
import { bedClient, type BedClient } from './bedClient.ts';
import { writeOperation, type Operation } from './operations.ts';
import type { World } from './world.ts';

export const silent = createLogger('test', 'silent');

/** The object engine over subgraphs in this process. */
export const objectExecutor = (bed: Bed, client: BedClient = bedClient(bed)): Executor =>
  createCompiledExecutor({
    supergraph: bed.supergraph,
    client,
    log: silent,
    turns: new Turns(),
    engine: prepareObjectEngine,
  });

/** The byte engine over subgraphs in this process; `handovers` counts the runs that it could not finish. */
export function byteExecutor(
  bed: Bed,
  client: BedClient = bedClient(bed),
): { executor: Executor; handovers(): number } {
  let handovers = 0;
  const executor = createCompiledExecutor({
    supergraph: bed.supergraph,
    client,
    log: silent,
    turns: new Turns(),
    engine: (form, context) => prepareByteEngine(form, { ...context, onHandover: () => handovers++ }),
  });
  return { executor, handovers: () => handovers };
}

/** Operations over a world's API, as a property's arguments: shrinking takes from the tape of choices. */
export const operationsOver = (bed: Bed): fc.Arbitrary<Operation> =>
  fc
    .array(fc.nat({ max: 10_079 }), { minLength: 1, maxLength: 160, size: 'max' })
    .map((tape) => writeOperation(bed.supergraph.apiSchema, tape, bed.world.samples ?? []))
    .filter((operation) => operation !== undefined);

/** How an answer is compared: the data as text, so that the order of keys counts, and where errors are. */
export function outcomeOf(result: { data?: unknown; errors?: readonly { path?: readonly (string | number)[] }[] }): {
  data: string;
  errors: boolean;
} {
  return { data: JSON.stringify(result.data ?? null), errors: (result.errors?.length ?? 0) > 0 };
}

/** What is @inaccessible is null without an error with us; graphql-js says what it does not know. */
const HIDDEN = /cannot represent value|that does not exist inside the schema/;

/** Holds an executor against graphql-js over the merged schema; answers whether there were errors, as there should be. */
export async function compareWithMerged(
  bed: Bed,
  executor: Executor,
  { query, variables }: Operation,
): Promise<{ errors: boolean }> {
  const expected = await bed.expected(query, variables);
  const actual = await runOn(executor, bed, bed.plan(query), variables);
  if (!isUtf8(Buffer.from(actual.text))) throw new Error('not UTF-8');
  const want = outcomeOf(expected);
  const got = outcomeOf(actual);
  const isHidden = expected.errors?.every(({ message }) => HIDDEN.test(message)) === true;
  const fits = want.errors === got.errors || (isHidden && !got.errors);
  if (want.data !== got.data || !fits) {
    throw new Error(
      `${query}\n${JSON.stringify(variables)}\nexpected ${want.data} ${JSON.stringify(expected.errors)}\ngot      ${got.data} ${JSON.stringify(actual.errors)}`,
    );
  }
  return { errors: want.errors };
}

/** How many operations a world gets where others get `usual`. */
export const runsOver = ({ effort = 1 }: World, usual: number): number => Math.ceil(usual / effort);

export const bedOf = (world: World): Bed => makeBed(world);

/** How many operations each world gets: few in every run, more by `OPERATIONS`. */
export const seed = 20_260;
