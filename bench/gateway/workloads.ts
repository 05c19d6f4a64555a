import type { GraphQLFieldResolver } from 'graphql';

/** What is asked: the classic four subgraphs of federation benchmarks, in three sizes. */

/** SDL by subgraph. */
export const subgraphs: Readonly<Record<string, string>> = {
  accounts: `
    type Query { me: User users: [User!]! }
    type User @key(fields: "id") { id: ID! name: String username: String birthday: Int }
  `,
  inventory: `
    type Product @key(fields: "upc") { upc: String! weight: Int @external price: Int @external inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight") stockNote: String }
  `,
  products: `
    type Query { topProducts(first: Int = 5): [Product!]! }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
  `,
  reviews: `
    type Review @key(fields: "id") { id: ID! body: String author: User product: Product }
    type User @key(fields: "id") { id: ID! reviews(first: Int = 4): [Review!]! }
    type Product @key(fields: "upc") { upc: String! reviews: [Review!]! }
  `,
};

type Row = Record<string, unknown>;

const products: Row[] = Array.from({ length: 1000 }, (_, n) => ({
  upc: `upc-${n}`,
  name: `Product number ${n}`,
  price: 10 + (n % 900),
  weight: 1 + (n % 50),
  inStock: n % 3 !== 0,
  stockNote: `on shelf ${n % 17}.`,
}));
const users: Row[] = Array.from({ length: 6 }, (_, n) => ({
  id: `u${n}`,
  name: `Name of ${n}`,
  username: `user-${n}`,
  birthday: 1980 + n,
}));
const reviews: Row[] = Array.from({ length: 60 }, (_, n) => ({
  id: `r${n}`,
  body: `What a person who bought it says about it, at some length: ${n}`,
  author: users[n % 6],
  product: products[n % 8],
}));

/** Resolvers by subgraph, for @apollo/subgraph. */
export const resolvers: Readonly<
  Record<string, Record<string, Record<string, GraphQLFieldResolver<Row, unknown, Row>>>>
> = {
  accounts: {
    Query: { me: () => users[0], users: () => users.slice(0, 4) },
    User: { __resolveReference: ({ id }: Row) => users.find((user) => user['id'] === id) },
  },
  inventory: {
    Product: {
      __resolveReference: (reference: Row) => ({
        ...products.find(({ upc }) => upc === reference['upc']),
        ...reference,
      }),
      shippingEstimate: ({ price, weight }: Row) => (Number(price) > 500 ? 0 : Math.round(Number(weight) * 0.5)),
    },
  },
  products: {
    Query: { topProducts: (_, { first }) => products.slice(0, Number(first)) },
    Product: { __resolveReference: ({ upc }: Row) => products.find((product) => product['upc'] === upc) },
  },
  reviews: {
    Review: { __resolveReference: ({ id }: Row) => reviews.find((review) => review['id'] === id) },
    User: {
      __resolveReference: ({ id }: Row) => ({ id }),
      reviews: ({ id }: Row, { first }) =>
        reviews.filter(({ author }) => author === users.find((user) => user['id'] === id)).slice(0, Number(first)),
    },
    Product: {
      __resolveReference: ({ upc }: Row) => ({ upc }),
      reviews: ({ upc }: Row) =>
        reviews.filter(({ product }) => product === products.find((one) => one['upc'] === upc)).slice(0, 4),
    },
  },
};

const PRODUCT = 'fragment P on Product { inStock name price shippingEstimate upc weight }';
const REVIEW = 'fragment R on Review { id body }';
const USER = 'fragment U on User { id username name }';

export const operations: Readonly<Record<'small' | 'heavy' | 'list', string>> = {
  small: `query Small { me { id username name reviews(first: 7) { id body product { upc name inStock shippingEstimate } } } }`,
  heavy: `${PRODUCT} ${REVIEW} ${USER} query Heavy {
    users { ...U reviews { ...R product { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } } } }
    topProducts(first: 5) { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } } }`,
  list: `query List { topProducts(first: 1000) { upc name price inStock stockNote } }`,
};

export type Workload = keyof typeof operations;
export const workloads = ['small', 'heavy', 'list'] as const satisfies readonly Workload[];

/** The query of a workload. @throws when there is none of that name. */
export function queryOf(name: string): string {
  const workload = workloads.find((candidate) => candidate === name);
  if (!workload) throw new Error(`no workload ${name}; there are ${workloads.join(', ')}`);
  return operations[workload];
}
