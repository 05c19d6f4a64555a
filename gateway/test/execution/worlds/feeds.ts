import type { World, WorldObject } from '../world.ts';

const owners: WorldObject[] = [1, 2, 3].map((n) => ({
  __typename: 'Owner',
  id: `o${n}`,
  handle: `@owner${n}`,
  name: `Owner ${n}`,
  motto: n === 2 ? null : `Motto ${n}`,
}));
const posts: WorldObject[] = [1, 2, 3, 4, 5, 6].map((n) => ({
  __typename: ['Note', 'Photo', 'Clip'][n % 3] ?? 'Note',
  id: `p${n}`,
  code: `c${n}`,
  title: `Post ${n}`,
  likes: n === 4 ? null : n * 7,
  owner: owners[n % 3],
}));
const photos = posts.filter(({ __typename }) => __typename === 'Photo');
for (const [n, post] of posts.entries()) {
  Object.assign(post, { answers: post.__typename === 'Clip' ? photos : posts.slice(n + 1, n + 3) });
}

/** Unions and interfaces whose types have other keys in one subgraph, and what a type has at home another gets by a hop. */
export const feeds: World = {
  name: 'feeds',
  subgraphs: {
    feed: `
      type Query { feed: [Post] shown: [Titled!]! }
      union Post = Note | Photo | Clip
      interface Titled { title: String }
      type Note implements Titled @key(fields: "id") { id: ID! title: String @shareable owner: Owner @shareable answers: [Post!] }
      type Photo implements Titled @key(fields: "code") { code: String! title: String @shareable answers: [Post!] }
      type Clip implements Titled @key(fields: "code") { code: String! title: String @shareable }
      type Owner @key(fields: "id") { id: ID! }
    `,
    codes: `
      type Photo @key(fields: "id") @key(fields: "code") { id: ID! code: String! owner: Owner @shareable }
      type Clip @key(fields: "id") @key(fields: "code") { id: ID! code: String! answers: [Photo!] }
      type Owner @key(fields: "handle") { handle: String! }
    `,
    likes: `
      type Query { liked: [Photo!]! }
      type Note @key(fields: "id") { id: ID! likes: Int }
      type Photo @key(fields: "id") { id: ID! likes: Int }
      type Clip @key(fields: "id") { id: ID! likes: Int owner: Owner @shareable }
      type Owner @key(fields: "id") { id: ID! motto: String }
    `,
    owners: `
      type Query { owners: [Owner!]! }
      type Owner @key(fields: "id") @key(fields: "handle") { id: ID! handle: String! name: String! }
    `,
  },
  query: {
    feed: [posts[0], null, posts[1], posts[2], posts[3]],
    shown: posts,
    liked: photos,
    owners,
  },
  entities: [...posts, ...owners],
  samples: ['p1', 'c2'],
};
