/** A badge or collectible. */
export interface Nft {
  readonly id: string;
  readonly ownerId: string;
  readonly kind: 'BADGE' | 'COLLECTIBLE';
  readonly title: string;
  readonly description: string;
  /** The content id of its ERC-721 metadata. */
  readonly metadataCid: string;
  /** The content id of its picture. */
  readonly imageCid: string;
  readonly awardedAt: Date;
}
