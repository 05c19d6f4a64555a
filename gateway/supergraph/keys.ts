import { Kind, parse, visit, type ConstDirectiveNode, type DocumentNode } from 'graphql';

/**
 * The supergraph with every type's keys in such an order that those a subgraph resolves stand first.
 *
 * To go back into the subgraph an entity came from (for a `@requires`), the planner takes the first key of that
 * subgraph whose fields it has, also one with `resolvable: false`, and then sends too little of the entity.
 */
export function resolvableKeysFirst(sdl: string): DocumentNode {
  const inOrder = <Node extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(
    node: Node,
  ): Node => ({
    ...node,
    directives: (node.directives ?? []).toSorted(
      (one, other) => Number(isUnresolvable(one)) - Number(isUnresolvable(other)),
    ),
  });
  return visit(parse(sdl), { ObjectTypeDefinition: inOrder, InterfaceTypeDefinition: inOrder });
}

const isUnresolvable = ({ name, arguments: given }: ConstDirectiveNode): boolean =>
  name.value === 'join__type' &&
  (given ?? []).some((argument) => {
    const { value } = argument;
    return argument.name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value;
  });
