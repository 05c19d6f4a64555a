import type { NftResolvers } from '../__generated__/resolvers.ts';
import { loadNft } from '../loaders.ts';

export const Nft: NftResolvers = {
  __resolveReference: ({ id }, { nfts }) => loadNft(nfts, id),
  metadataUri: ({ metadataCid }) => `ipfs://${metadataCid}`,
  imageUrl: ({ imageCid }, _args, { publicUrl }) => new URL(`/ipfs/${imageCid}`, publicUrl).href,
  soulbound: ({ kind }) => kind === 'BADGE',
  owner: ({ ownerId }, _args, { showPerson }) => showPerson(ownerId),
};
