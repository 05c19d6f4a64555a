import type { World, WorldObject } from '../world.ts';

type Self = Record<string, never>;

const product = (n: number, rest: Record<string, unknown> = {}): WorldObject => ({
  __typename: n % 3 === 0 ? 'Service' : 'Product',
  id: `p${n}`,
  sku: `sku-${n}`,
  region: { code: n % 2 ? 'EU' : 'US' },
  name: `Thing ${n} "quoted" \u00e9\u{1f600}`,
  weight: n === 4 ? null : n * 1.5,
  size: n,
  category: ['TOOL', 'TOY', 'SECRET'][n % 3],
  price: ({ currency }: { currency: string }) => (currency === 'EUR' ? n * 10 : n * 11),
  dimensions: { __typename: 'Dimensions', width: n, height: n + 1, volume: n * (n + 1), unit: 'CM' },
  shipping: (_: unknown, self: Self) =>
    typeof self['weight'] === 'number' ? self['weight'] * 2 + Number(self['size']) : null,
  estimate: (_: unknown, self: Self) => (typeof self['price'] === 'number' ? self['price'] : n * 10) + 1,
  inStock: n % 2 === 0,
  tags: n === 2 ? [] : [`t${n}`, null, 'x'],
  ...rest,
});

const products = [1, 2, 3, 4, 5, 6].map((n) => product(n));
const users: WorldObject[] = [1, 2, 3].map((n) => ({
  __typename: 'User',
  id: n,
  name: `User ${n}`,
  email: n === 2 ? null : `u${n}@example.com`,
  nickname: (_: unknown, self: Self) => `${self['name']}!`,
}));
const reviews: WorldObject[] = [1, 2, 3, 4, 5, 6, 7].map((n) => ({
  __typename: 'Review',
  id: `r${n}`,
  body: `Review ${n}`,
  stars: n,
  author: n === 5 ? null : users[n % 3],
  product: products[n % 6],
}));
for (const user of users)
  Object.assign(user, {
    reviews: reviews.filter(({ author }) => author === user),
    favourite: products[Number(user['id'])],
  });
for (const one of products) {
  Object.assign(one, {
    reviews: reviews.filter(({ product: of }) => of === one),
    related: products.filter((other) => other !== one).slice(0, 3),
    maker: { __typename: 'Maker', name: `Maker of ${String(one['id'])}`, contact: users[products.indexOf(one) % 3] },
  });
}

/** Several keys, nested keys, @requires (also with arguments and nested), @provides, value types in parts, unions, interfaces, @override, @inaccessible. */
export const shop: World = {
  name: 'shop',
  subgraphs: {
    catalog: `
      type Query { products: [Item!]! product(id: ID!): Item thing(name: String = "p1", flag: Boolean): Thing things: [Thing] top: Product
        byCategory(category: Category = TOOL): [Item!] }
      interface Item { id: ID! name: String category: Category dimensions: Dimensions tags: [String] related: [Item!] }
      union Thing = Product | Service | Maker
      enum Category { TOOL TOY SECRET @inaccessible }
      enum Currency { EUR USD }
      enum Unit { CM IN }
      type Product implements Item @key(fields: "id") @key(fields: "sku region { code }") {
        id: ID! sku: String! region: Region! @shareable name: String category: Category weight: Float size: Int! tags: [String]
        price(currency: Currency = USD): Int dimensions: Dimensions @shareable related: [Item!] maker: Maker hidden: String @inaccessible }
      type Service implements Item @key(fields: "id") {
        id: ID! name: String category: Category dimensions: Dimensions @shareable tags: [String] related: [Item!] price(currency: Currency = USD): Int }
      type Region @shareable { code: String! }
      type Dimensions @shareable { width: Int height: Int unit: Unit }
      type Maker { name: String! contact: User }
      type User @key(fields: "id", resolvable: false) { id: ID! }
    `,
    stock: `
      type Query { stocked: [Product!] }
      type Product @key(fields: "sku region { code }") {
        sku: String! region: Region! @shareable inStock: Boolean! weight: Float @external size: Int! @external
        shipping: Float @requires(fields: "weight size")
        price(currency: Currency = USD): Int @external
        estimate: Int @requires(fields: "price(currency: EUR)")
        dimensions: Dimensions @shareable }
      enum Currency { EUR USD }
      type Region @shareable { code: String! }
      type Service @key(fields: "id") { id: ID! dimensions: Dimensions @shareable }
      type Dimensions @shareable { volume: Int }
    `,
    people: `
      type Query { users: [User!]! user(id: ID!): User me: User }
      type Mutation { rename(id: ID!, name: String!): User }
      type User @key(fields: "id") { id: ID! name: String! @shareable email: String nickname: String @override(from: "reviews") }
    `,
    reviews: `
      type Query { latest(first: Int = 3): [Review!]! }
      type Mutation { review(body: String!, stars: [Int!]): Review }
      type Review @key(fields: "id") { id: ID! body: String stars: Int! author: User @provides(fields: "name") product: Reviewed }
      union Reviewed = Product | Service
      type Product @key(fields: "id") { id: ID! reviews: [Review!]! }
      type Service @key(fields: "id") { id: ID! reviews: [Review!]! }
      type User @key(fields: "id") { id: ID! name: String! @external nickname: String reviews: [Review] favourite: Reviewed }
    `,
  },
  query: {
    products,
    product: ({ id }: { id: string }) => products.find((one) => one['id'] === id) ?? null,
    thing: ({ name }: { name: string }) => products.find((one) => one['id'] === name) ?? products[0]?.['maker'],
    things: [products[0], null, products[2], products[1]?.['maker']],
    top: products[1],
    byCategory: ({ category }: { category: string }) => products.filter((one) => one['category'] === category),
    stocked: products.filter(({ __typename }) => __typename === 'Product'),
    users,
    user: ({ id }: { id: string }) => users.find((one) => String(one['id']) === id) ?? null,
    me: users[0],
    latest: ({ first }: { first: number }) => reviews.slice(0, Math.max(0, first)),
  },
  mutation: {
    rename: ({ id, name }: { id: string; name: string }) => {
      const user = users.find((one) => String(one['id']) === id);
      return user ? { ...user, id: user['id'], name: user['name'], __renamed: name } : null;
    },
    review: ({ stars }: { stars?: number[] }) => reviews[(stars?.length ?? 0) % reviews.length],
  },
  entities: [...products, ...users, ...reviews],
  samples: ['p1', 'p3', '2', 'p99'],
};
