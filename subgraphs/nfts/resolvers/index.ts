import type { Resolvers } from '../__generated__/resolvers.ts';
import { Nft } from './nft.ts';
import { Query } from './query.ts';
import { Viewer } from './viewer.ts';

/** The resolvers of the nfts subgraph. */
export const resolvers: Resolvers = { Nft, Query, Viewer };
