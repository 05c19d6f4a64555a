import {
  Kind,
  visit,
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { gatewayError, refused } from '../errors.ts';

/** What a document may ask; more is refused before it is validated or planned. */
export interface Limits {
  /** Lexical tokens of the document; also fields and fragments of one operation, fragments spread out. */
  readonly tokens: number;
  /** Fields below one another, fragments spread out. */
  readonly depth: number;
  /** Aliased fields of one operation, fragments spread out. */
  readonly aliases: number;
  /** Fields of the root type asked by one operation, fragments spread out. */
  readonly rootFields: number;
  /** How long the planner may take over one operation, in milliseconds. */
  readonly planningMs: number;
}

/**
 * Lists within lists that a document may write out. For each the planner takes twice as long
 * (`collectVariablesInValue` of @apollo/federation-internals looks into each list twice). Variables may go deeper.
 */
const MAX_LIST_DEPTH = 8;

/**
 * Fragments within one another, between fields as well, that say something new: another type, or a condition. Whoever
 * walks a document goes down with them.
 */
const MAX_FRAGMENT_DEPTH = 200;

/**
 * Letters of arguments and directives of one operation, fragments spread out: what is planned, and what subgraphs are asked, has
 * them once for each spread. No document that a request has room for is as long by itself.
 */
const MAX_LETTERS = 2 * 1024 * 1024;

/** Each may ask for the whole schema; how much they may ask together: `introspectionLimit`, in execution/. */
const MAX_INTROSPECTIONS = 4;

interface Size {
  readonly depth: number;
  /** Fragments within one another; one spread within another on the same type, without directives, is none. */
  readonly fragments: number;
  readonly aliases: number;
  /** Fields on the first level. */
  readonly fields: number;
  /** `__schema` and `__type` on the first level. */
  readonly introspections: number;
  /** Fields and fragments on all levels. */
  readonly selections: number;
  /** Of arguments and directives. */
  readonly letters: number;
}

const nothing: Size = { depth: 0, fragments: 0, aliases: 0, fields: 0, introspections: 0, selections: 0, letters: 0 };

/**
 * Measures every operation of a document that parsed (it need not be valid). Fragments are measured once each, so the
 * cost is linear in the document, however often they are spread.
 *
 * @throws RequestError `QUERY_TOO_DEEP`, `TOO_MANY_TOKENS`, `TOO_MANY_ALIASES` or `TOO_MANY_ROOT_FIELDS`.
 */
export function checkLimits(document: DocumentNode, limits: Limits): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  checkLists(document);
  const measured = sizer(fragments);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = measured(definition.selectionSet);
    if (size.depth > limits.depth) {
      throw refused(gatewayError('QUERY_TOO_DEEP', `The operation is more than ${limits.depth} levels deep.`));
    }
    if (size.fragments > MAX_FRAGMENT_DEPTH) {
      const message = `The operation has fragments more than ${MAX_FRAGMENT_DEPTH} deep within one another.`;
      throw refused(gatewayError('QUERY_TOO_DEEP', message));
    }
    if (size.aliases > limits.aliases) {
      throw refused(gatewayError('TOO_MANY_ALIASES', `The operation has more than ${limits.aliases} aliases.`));
    }
    if (size.fields > limits.rootFields) {
      throw refused(
        gatewayError('TOO_MANY_ROOT_FIELDS', `The operation asks more than ${limits.rootFields} root fields.`),
      );
    }
    if (size.introspections > MAX_INTROSPECTIONS) {
      const message = `The operation asks __schema and __type more than ${MAX_INTROSPECTIONS} times.`;
      throw refused(gatewayError('TOO_MANY_ROOT_FIELDS', message));
    }
    if (size.selections > limits.tokens) {
      const message = `The operation asks more than ${limits.tokens} fields, its fragments spread out.`;
      throw refused(gatewayError('TOO_MANY_TOKENS', message));
    }
    if (size.letters > MAX_LETTERS) {
      const message = `The arguments of the operation have more than ${MAX_LETTERS} letters, its fragments spread out.`;
      throw refused(gatewayError('TOO_MANY_TOKENS', message));
    }
  }
}

function checkLists(document: DocumentNode): void {
  let depth = 0;
  visit(document, {
    ListValue: {
      enter() {
        if (++depth <= MAX_LIST_DEPTH) return;
        const message = `The document writes lists more than ${MAX_LIST_DEPTH} levels deep: send them in variables.`;
        throw refused(gatewayError('QUERY_TOO_DEEP', message));
      },
      leave() {
        depth--;
      },
    },
  });
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Measures each fragment once, those that it spreads before it: chains of them may be longer than the stack is deep. */
function sizer(fragments: Fragments): (selections: SelectionSetNode) => Size {
  const measured = new Map<string, Size>();
  for (const fragment of innermostFirst(fragments)) {
    const on = fragment.typeCondition.name.value;
    measured.set(fragment.name.value, measure(fragment.selectionSet, on, fragments, measured));
  }
  return (selections) => measure(selections, undefined, fragments, measured);
}

/** What spreads itself, directly or not, comes before something that it spreads; validation refuses it. */
function innermostFirst(fragments: Fragments): ReadonlySet<FragmentDefinitionNode> {
  const ordered = new Set<FragmentDefinitionNode>();
  const begun = new Set<FragmentDefinitionNode>();
  const waiting = [...fragments.values()];
  for (let fragment = waiting.at(-1); fragment; fragment = waiting.at(-1)) {
    if (begun.has(fragment)) {
      ordered.add(fragment);
      waiting.pop();
      continue;
    }
    begun.add(fragment);
    visit(fragment, {
      FragmentSpread({ name }) {
        const inner = fragments.get(name.value);
        if (inner && !begun.has(inner)) waiting.push(inner);
      },
    });
  }
  return ordered;
}

/** @param on the type that the fragment around it names. */
function measure(
  selectionSet: SelectionSetNode,
  on: string | undefined,
  fragments: Fragments,
  measured: ReadonlyMap<string, Size>,
): Size {
  let { depth, fragments: nested, aliases, fields, introspections, selections, letters } = nothing;
  const add = (size: Size, own: Size): void => {
    depth = Math.max(depth, size.depth + own.depth);
    nested = Math.max(nested, size.fragments + own.fragments);
    aliases += size.aliases + own.aliases;
    fields += own.fields;
    introspections += own.introspections;
    selections += size.selections + 1;
    letters += size.letters;
  };
  for (const selection of selectionSet.selections) {
    letters += lettersOf(selection.directives);
    if (selection.kind === Kind.FIELD) {
      letters += lettersOf(selection.arguments);
      const set = selection.selectionSet;
      const introspections = /^__(schema|type)$/.test(selection.name.value) ? 1 : 0;
      const own = { ...nothing, depth: 1, fields: 1, introspections, aliases: selection.alias ? 1 : 0 };
      add(set ? measure(set, undefined, fragments, measured) : nothing, own);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const within = selection.typeCondition?.name.value ?? on;
      const size = measure(selection.selectionSet, within, fragments, measured);
      const { fields, introspections } = size;
      add(size, { ...nothing, fragments: 1, fields, introspections });
    } else {
      const size = measured.get(selection.name.value) ?? nothing;
      const condition = fragments.get(selection.name.value)?.typeCondition.name.value;
      const isPlain = condition === on && (selection.directives ?? []).length === 0;
      const { fields, introspections } = size;
      add(size, { ...nothing, fragments: isPlain ? 0 : 1, fields, introspections });
    }
  }
  return { depth, fragments: nested, aliases, fields, introspections, selections, letters };
}

const lettersOf = (nodes: readonly ASTNode[] | undefined): number =>
  (nodes ?? []).reduce((sum, { loc }) => sum + (loc ? loc.end - loc.start : 0), 0);
