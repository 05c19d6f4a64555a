import { createClient, type Client, type ClientOptions } from 'graphql-ws';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { TestGraph } from './graph.ts';
import type { SubgraphDefinition } from './subgraph.ts';

/** A feed that tests push to; every subscription has its own place in it. */
class Feed {
  readonly #listeners = new Set<(item: object | Error | undefined) => void>();
  get listeners(): number {
    return this.#listeners.size;
  }
  push(item: object): void {
    this.#listeners.forEach((listener) => listener(item));
  }
  fail(error: Error): void {
    this.#listeners.forEach((listener) => listener(error));
  }
  end(): void {
    this.#listeners.forEach((listener) => listener(undefined));
  }
  /** By hand, as a generator that waits cannot be told to end. */
  read(): AsyncIterableIterator<object> {
    const items: (object | Error | undefined)[] = [];
    let wake = (): void => undefined;
    const listener = (item: object | Error | undefined): void => {
      items.push(item);
      wake();
    };
    this.#listeners.add(listener);
    const close = (): { done: true; value: undefined } => {
      this.#listeners.delete(listener);
      items.push(undefined);
      wake();
      return { done: true, value: undefined };
    };
    return {
      next: async () => {
        while (items.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const item = items.shift();
        if (item === undefined) return close();
        if (item instanceof Error) throw item;
        return { done: false, value: item };
      },
      return: async () => close(),
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

interface Rooms {
  readonly feed: Feed;
  readonly definitions: Record<'chat' | 'users', SubgraphDefinition>;
}

/** Two subgraphs: rooms whose messages a test feeds, and the people who write them. */
export function rooms(): Rooms {
  const feed = new Feed();
  return {
    feed,
    definitions: {
      chat: {
        sdl: `type Query { rooms: [String!] }
          type Mutation { post(text: String!): String }
          scalar Anything
          type Subscription { message(room: ID! = "1", like: Anything): Event count: Int! }
          union Event = Posted | Left
          type Posted { text: String! author: User } type Left { user: User! }
          type User @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: { rooms: () => ['1'] },
          Mutation: { post: (_: unknown, { text }: { text: string }) => text },
          Subscription: {
            message: {
              subscribe: (_: unknown, { room }: { room: string }) => {
                if (room === 'private') throw new Error('This room is private');
                return feed.read();
              },
              resolve: (event: unknown) => event,
            },
            count: { subscribe: () => feed.read(), resolve: ({ count }: { count: number }) => count },
          },
        },
      },
      users: {
        sdl: 'type User @key(fields: "id") { id: ID! name: String! }',
        resolvers: { User: { name: ({ id }: { id: string }) => `user ${id}` } },
      },
    },
  };
}

/** What the feed sends and what a client gets for it. */
export const posted = (text: string, id: string | null = 'a'): object => ({
  __typename: 'Posted',
  text,
  author: id && { id },
});
export const seen = (text: string, id = 'a'): object => ({
  data: { message: { __typename: 'Posted', text, author: { name: `user ${id}` } } },
});
/** Listens to a room. */
export const QUERY =
  'subscription ($room: ID) { message(room: $room) { __typename ... on Posted { text author { name } } ... on Left { user { name } } } }';

export const wsUrl = (graph: TestGraph): string => graph.graphqlUrl.replace('http', 'ws');
export const client = (graph: TestGraph, options: Partial<ClientOptions> = {}): Client =>
  createClient({ url: wsUrl(graph), webSocketImpl: WebSocket, retryAttempts: 0, ...options });
export const next = async (iterator: AsyncIterator<unknown>): Promise<unknown> => (await iterator.next()).value;
export const untilListening = (feed: Feed, count = 1): Promise<void> =>
  expect.poll(() => feed.listeners, { interval: 5 }).toBe(count);
