import type { Nft } from './domain/nft.ts';

/** A badge or collectible as it is stored. */
export type NftModel = Nft;
/** All that is known here of the person the request is made for. */
export interface ViewerModel {
  readonly id: string;
}
