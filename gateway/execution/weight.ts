import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import type { OperationDefinitionNode, SelectionSetNode } from 'graphql';

/** What an operation takes of memory for as long as it is kept. */
export interface Weight {
  /** About so many bytes, with everything that is compiled of it. */
  readonly bytes: number;
  /** It is kept compiled for so many combinations of its @skip and @include variables. */
  readonly variants: number;
  /** Of the text it came in. */
  readonly letters: number;
}

/**
 * The code of an object's scanner grows with the square of its fields (each is a local at each jump): 400 take 7.5 MB and
 * 40 ms, 1900 take 140 MB and a second. What asks for more than this runs on the object engine.
 */
export const MAX_FIELDS_ON_BYTES = 400;

/**
 * What weighs more is kept apart, so that it drives nothing else out; it takes long to compile, so that others are heard
 * between that and its planning; and it has to find room to run for the first time.
 */
export const LARGE_BYTES = 1024 * 1024;

const MAX_VARIANTS = 32;
/** So many are kept however much they weigh: who asks now one way and now the other is not planned anew each time. */
const LEAST_VARIANTS = 4;
/** What more of them may take together. */
const MAX_VARIANT_BYTES = 2 * 1024 * 1024;

/**
 * Bytes, by heapUsed after gc() with Node 24, fitted to operations of 2 to 9000 selections and 1 to 3600 fetches: flat, with
 * many entities, many root fields, fragments within fragments, 95 levels. What was measured is 0.8 to 1.3 of what they say. Code
 * is not on the heap: it was measured as resident memory, all of it compiled, and counts in full where it may not be made.
 */
const PLAN = { base: 64 * 1024, selection: 400, fetch: 2_300, letter: 50 };
const ENGINE = { selection: 1_200, fetch: 4_300, step: 256, letterAsked: 4 };
const CODE_OF_PAIR = 48;

/**
 * Weighs an operation without fragments, and its plan.
 *
 * @param letters of the text it came in: its tokens are kept, comments too.
 * @param conditions how many variables decide @skip and @include in it.
 */
export function weigh(
  operation: OperationDefinitionNode,
  plan: QueryPlan,
  letters: number,
  conditions: number,
): Weight {
  const selections = countSelections(operation.selectionSet);
  const { fetches, steps, letters: asked } = measure(plan.node);
  const planBytes = PLAN.base + PLAN.selection * selections + PLAN.fetch * fetches + PLAN.letter * letters;
  const formBytes =
    ENGINE.selection * selections + ENGINE.fetch * fetches + ENGINE.step * steps + ENGINE.letterAsked * asked;
  const engineBytes = formBytes + CODE_OF_PAIR * Math.min(selections, MAX_FIELDS_ON_BYTES) ** 2;
  const affordable = Math.max(LEAST_VARIANTS, Math.floor(MAX_VARIANT_BYTES / engineBytes));
  const variants = Math.min(2 ** conditions, MAX_VARIANTS, affordable);
  return { bytes: planBytes + variants * engineBytes, variants, letters };
}

const countSelections = ({ selections }: SelectionSetNode): number =>
  selections.reduce(
    (count, selection) =>
      count + 1 + ('selectionSet' in selection && selection.selectionSet ? countSelections(selection.selectionSet) : 0),
    0,
  );

/** The fetches of a plan, the steps of the paths to them, and the letters of what they ask. */
interface Size {
  readonly fetches: number;
  readonly steps: number;
  readonly letters: number;
}

const nothing: Size = { fetches: 0, steps: 0, letters: 0 };

const sum = (nodes: readonly (PlanNode | undefined)[]): Size =>
  nodes.map(measure).reduce((one, other) => {
    const [fetches, steps, letters] = [
      one.fetches + other.fetches,
      one.steps + other.steps,
      one.letters + other.letters,
    ];
    return { fetches, steps, letters };
  }, nothing);

function measure(node: QueryPlan['node'] | PlanNode): Size {
  switch (node?.kind) {
    case undefined:
    case 'Defer':
      return nothing;
    case 'Fetch':
      return { fetches: 1, steps: 0, letters: node.operation.length };
    case 'Flatten': {
      const size = measure(node.node);
      return { ...size, steps: size.steps + node.path.length };
    }
    case 'Parallel':
    case 'Sequence':
      return sum(node.nodes);
    case 'Condition':
      return sum([node.ifClause, node.elseClause]);
    case 'Subscription':
      return sum([node.primary, node.rest]);
  }
}
