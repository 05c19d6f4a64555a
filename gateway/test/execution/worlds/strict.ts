import type { World, WorldObject } from '../world.ts';

const fail = (message: string) => (): never => {
  throw new Error(message);
};

const nodes: WorldObject[] = [0, 1, 2, 3].map((n) => ({
  __typename: n % 2 ? 'Leaf' : 'Branch',
  id: `n${n}`,
  label: n === 2 ? null : `Node ${n}`,
  must: n === 3 ? null : n,
  kind: ['OPEN', 'CLOSED', 'HIDDEN', 'NEVER'][n],
  broken: n === 1 ? fail('broken here') : `fine ${n}`,
  brokenMust: n === 0 ? fail('broken must') : `sure ${n}`,
  numbers: [n, null, -n],
  big: n * 1_000_000,
  depth: { __typename: 'Depth', level: n, unit: n === 1 ? null : 'm' },
}));
for (const [n, node] of nodes.entries()) {
  Object.assign(node, {
    parent: nodes[n - 1] ?? null,
    children: nodes.slice(n + 1),
    first: nodes[(n + 1) % 4],
    all: n === 2 ? [nodes[0], null] : [nodes[0], nodes[2]],
    strictKind: node['kind'],
  });
}

/** Nulls and errors everywhere: non-null fields that are null, fields that throw, hidden enum values, hidden types. */
export const strict: World = {
  name: 'strict',
  subgraphs: {
    one: `
      type Query { nodes: [Node] node(id: ID): Node must: Node! first: Branch mixed: [Any] }
      enum Kind { OPEN CLOSED HIDDEN @inaccessible NEVER }
      interface Node { id: ID! label: String kind: Kind parent: Node first: Node! }
      union Any = Branch | Leaf | Secret
      type Secret @inaccessible { id: ID! }
      type Branch implements Node @key(fields: "id") { id: ID! label: String kind: Kind parent: Node first: Node! children: [Node!]! depth: Depth! @shareable }
      type Leaf implements Node @key(fields: "id") { id: ID! label: String kind: Kind parent: Node first: Node! depth: Depth! @shareable }
      type Depth @shareable { level: Int! }
    `,
    two: `
      type Query { leaf: Leaf branches: [Branch!] }
      enum Kind { OPEN CLOSED HIDDEN @inaccessible NEVER }
      type Branch @key(fields: "id") { id: ID! must: Int! broken: String numbers: [Int!] all: [Branch!] strictKind: Kind! }
      type Leaf @key(fields: "id") { id: ID! must: Int broken: String brokenMust: String! numbers: [Int]! depth: Depth! @shareable }
      type Depth @shareable { unit: String }
    `,
    three: `
      type Query { three: Branch }
      type Branch @key(fields: "id") { id: ID! brokenMust: String! big: Float! depth: Depth! @shareable }
      type Leaf @key(fields: "id") { id: ID! big: Float }
      type Depth @shareable { unit: String }
    `,
  },
  query: {
    nodes: [nodes[0], null, nodes[1], nodes[3]],
    node: ({ id }: { id?: string }) => nodes.find((one) => one['id'] === id) ?? nodes[2],
    must: nodes[0],
    first: nodes[2],
    mixed: [nodes[0], nodes[1], { __typename: 'Secret', id: 'hidden' }, null],
    leaf: nodes[1],
    branches: [nodes[0], nodes[2]],
    three: nodes[0],
  },
  entities: nodes,
  samples: ['n0', 'n1', 'n3'],
};
