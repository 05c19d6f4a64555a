import { failpoint } from '#platform/failpoints.ts';
import { badgeCodes, designOf, metadataOf, type BadgeCode } from './domain/badges.ts';
import type { ContentStore } from './ipfs/contentStore.ts';

/** The content ids of a badge. */
export interface BadgeContent {
  readonly imageCid: string;
  readonly metadataCid: string;
}

/** Keeps a badge's picture and metadata. The same badge has the same content ids in any try. */
export async function storeBadgeContent(content: ContentStore, code: BadgeCode): Promise<BadgeContent> {
  const design = designOf(code);
  const imageCid = await content.put(new TextEncoder().encode(design.image));
  failpoint('nfts.image-stored');
  const metadataCid = await content.put(metadataOf(code, design, imageCid));
  failpoint('nfts.metadata-stored');
  return { imageCid, metadataCid };
}

/** Keeps the content of all badges there are: a blockstore that was lost or damaged has it again. */
export async function storeAllBadges(content: ContentStore): Promise<void> {
  for (const code of badgeCodes) await storeBadgeContent(content, code);
}
