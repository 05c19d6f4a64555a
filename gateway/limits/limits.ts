import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
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
}

/**
 * Lists within lists that a document may write out. For each the planner takes twice as long
 * (`collectVariablesInValue` of @apollo/federation-internals looks into each list twice). Variables may go deeper.
 */
const MAX_LIST_DEPTH = 8;

interface Size {
  readonly depth: number;
  readonly aliases: number;
  /** Fields on the first level. */
  readonly fields: number;
  /** Fields and fragments on all levels. */
  readonly selections: number;
}

const nothing: Size = { depth: 0, aliases: 0, fields: 0, selections: 0 };

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
  const measure = sizer(fragments);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = measure(definition.selectionSet);
    if (size.depth > limits.depth) {
      throw refused(gatewayError('QUERY_TOO_DEEP', `The operation is more than ${limits.depth} levels deep.`));
    }
    if (size.aliases > limits.aliases) {
      throw refused(gatewayError('TOO_MANY_ALIASES', `The operation has more than ${limits.aliases} aliases.`));
    }
    if (size.fields > limits.rootFields) {
      throw refused(
        gatewayError('TOO_MANY_ROOT_FIELDS', `The operation asks more than ${limits.rootFields} root fields.`),
      );
    }
    if (size.selections > limits.tokens) {
      const message = `The operation asks more than ${limits.tokens} fields, its fragments spread out.`;
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

function sizer(fragments: ReadonlyMap<string, FragmentDefinitionNode>): (selections: SelectionSetNode) => Size {
  const measured = new Map<string, Size>();
  const measureFragment = (name: string): Size => {
    const known = measured.get(name);
    if (known) return known;
    // A fragment that spreads itself counts as nothing where it does; validation refuses it.
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    const size = fragment ? measure(fragment.selectionSet) : nothing;
    measured.set(name, size);
    return size;
  };
  const measure = (selectionSet: SelectionSetNode): Size => {
    let { depth, aliases, fields, selections } = nothing;
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet ? measure(selection.selectionSet) : nothing;
        depth = Math.max(depth, below.depth + 1);
        aliases += below.aliases + (selection.alias ? 1 : 0);
        fields += 1;
        selections += below.selections + 1;
      } else {
        const within =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? measureFragment(selection.name.value)
            : measure(selection.selectionSet);
        depth = Math.max(depth, within.depth);
        aliases += within.aliases;
        fields += within.fields;
        selections += within.selections + 1;
      }
    }
    return { depth, aliases, fields, selections };
  };
  return measure;
}
