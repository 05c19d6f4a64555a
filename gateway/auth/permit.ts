import {
  isAbstractType,
  isCompositeType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
} from 'graphql';
import type { Access } from './access.ts';

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * Leaves out of a valid document the fields the viewer may not read.
 *
 * A field of an interface that may be read on some of its types only is asked on those. A selection that loses all its
 * fields keeps `__typename`, so that what it stands on is still found to be there or not. `__typename` is also added
 * wherever types are abstract, as the answer is completed by the document as it was (see refusals.ts).
 *
 * @returns undefined when everything may be read.
 */
export function permit(document: DocumentNode, schema: GraphQLSchema, access: Access): DocumentNode | undefined {
  let refusals = 0;
  const typeInfo = new TypeInfo(schema);
  const permitted = visit(
    document,
    visitWithTypeInfo(typeInfo, {
      SelectionSet: (selectionSet) => {
        const parent = typeInfo.getParentType();
        if (!isCompositeType(parent)) return undefined;
        const kept = selectionSet.selections.flatMap((selection) => permitSelection(selection, parent, schema, access));
        const changed = kept.some((selection, index) => selection !== selectionSet.selections[index]);
        if (changed || kept.length !== selectionSet.selections.length) refusals++;
        const selections = kept.length === 0 || isAbstractType(parent) ? [typename, ...kept] : kept;
        return { ...selectionSet, selections };
      },
    }),
  );
  return refusals === 0 ? undefined : permitted;
}

function permitSelection(
  selection: SelectionNode,
  parent: GraphQLCompositeType,
  schema: GraphQLSchema,
  access: Access,
): readonly SelectionNode[] {
  if (selection.kind !== Kind.FIELD) return [selection];
  const field = selection.name.value;
  if (field.startsWith('__')) return [selection];
  if (!access.mayRead(parent.name, field)) return [];
  if (!isAbstractType(parent)) return [selection];
  const types = schema.getPossibleTypes(parent);
  const readable = types.filter((type) => access.mayRead(type.name, field));
  return readable.length === types.length ? [selection] : readable.map((type) => on(type.name, selection));
}

const on = (type: string, selection: SelectionNode): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
  selectionSet: { kind: Kind.SELECTION_SET, selections: [selection] },
});
