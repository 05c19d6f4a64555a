import type { ServiceName } from './embedded/service.ts';

/** What the start of a subgraph needs to know about it. */
interface SubgraphEntry {
  /** The variable that changes its port, and its usual port. */
  readonly setting: string;
  readonly port: number;
  /** The stores it keeps its data in: it gets their URLs, in PostgreSQL that of a database of its own. */
  readonly stores: readonly Exclude<ServiceName, 'nats'>[];
  /** Whether it also keeps files, in a folder of its own. */
  readonly files?: boolean;
}

/** Every subgraph of the house. A new one is started by adding its line. */
export const subgraphs = {
  users: { setting: 'USERS_PORT', port: 4001, stores: ['postgres', 'redis'], files: true },
  workouts: { setting: 'WORKOUTS_PORT', port: 4002, stores: ['mongo', 'redis'], files: true },
  competitions: { setting: 'COMPETITIONS_PORT', port: 4003, stores: ['postgres'] },
  leaderboards: { setting: 'LEADERBOARDS_PORT', port: 4004, stores: ['redis'] },
  rewards: { setting: 'REWARDS_PORT', port: 4005, stores: ['postgres'] },
  nfts: { setting: 'NFTS_PORT', port: 4006, stores: ['postgres'], files: true },
  chat: { setting: 'CHAT_PORT', port: 4007, stores: ['postgres'] },
} as const satisfies Record<string, SubgraphEntry>;

export type SubgraphName = keyof typeof subgraphs;

const entries: ReadonlyMap<string, SubgraphEntry> = new Map(Object.entries<SubgraphEntry>(subgraphs));

function isSubgraph(name: string): name is SubgraphName {
  return entries.has(name);
}

export const subgraphNames: readonly SubgraphName[] = [...entries.keys()].filter(isSubgraph);

export function subgraph(name: SubgraphName): SubgraphEntry {
  return subgraphs[name];
}

/** The database of a subgraph that keeps its data in PostgreSQL or MongoDB. */
export function databaseOf(name: SubgraphName): string {
  return `laurel_${name}`;
}
