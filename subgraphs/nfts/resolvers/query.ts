import type { QueryResolvers } from '../__generated__/resolvers.ts';
import { loadNft } from '../loaders.ts';

export const Query: QueryResolvers = {
  nft: (_root, { id }, { nfts }) => loadNft(nfts, id),
};
