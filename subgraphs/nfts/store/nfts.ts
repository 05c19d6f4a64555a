import { z } from 'zod';
import { change, many, type Queryable } from '#platform/postgres/connection.ts';
import type { BadgeCode } from '../domain/badges.ts';
import type { Nft } from '../domain/nft.ts';

const row = z
  .object({
    id: z.string(),
    owner_id: z.string(),
    kind: z.enum(['BADGE', 'COLLECTIBLE']),
    title: z.string(),
    description: z.string(),
    metadata_cid: z.string(),
    image_cid: z.string(),
    awarded_at: z.date(),
  })
  .transform((found): Nft => ({
    id: found.id,
    ownerId: found.owner_id,
    kind: found.kind,
    title: found.title,
    description: found.description,
    metadataCid: found.metadata_cid,
    imageCid: found.image_cid,
    awardedAt: found.awarded_at,
  }));

const COLUMNS = 'id, owner_id, kind, title, description, metadata_cid, image_cid, awarded_at';

/** Where an item stands in a person's list. */
export interface ListPosition {
  readonly awardedAt: Date;
  readonly id: string;
}

/** Badges and collectibles by id. Unknown ones are left out. */
export const findNfts = (db: Queryable, ids: readonly string[]): Promise<Nft[]> =>
  many(db, row, `SELECT ${COLUMNS} FROM nfts WHERE id = ANY($1)`, [ids]);

/** A person's badges, newest first, after a position; read from the index alone up to `limit`. */
export const findBadges = (
  db: Queryable,
  ownerId: string,
  after: ListPosition | undefined,
  limit: number,
): Promise<Nft[]> =>
  many(
    db,
    row,
    `SELECT ${COLUMNS} FROM nfts
     WHERE owner_id = $1 AND kind = 'BADGE' AND ($2::timestamptz IS NULL OR (awarded_at, id) < ($2, $3))
     ORDER BY awarded_at DESC, id DESC LIMIT $4`,
    [ownerId, after?.awardedAt ?? null, after?.id ?? null, limit],
  );

/** Awards a badge, unless the person has it already. */
export async function insertBadge(db: Queryable, code: BadgeCode, badge: Nft): Promise<void> {
  await db.query(
    `INSERT INTO nfts (${COLUMNS}, code) VALUES ($1, $2, 'BADGE', $3, $4, $5, $6, $7, $8)
     ON CONFLICT (owner_id, code) WHERE kind = 'BADGE' DO NOTHING`,
    [badge.id, badge.ownerId, badge.title, badge.description, badge.metadataCid, badge.imageCid, badge.awardedAt, code],
  );
}

/** Removes all that somebody has. */
export async function deleteNftsOf(db: Queryable, ownerId: string): Promise<void> {
  await change(db, 'DELETE FROM nfts WHERE owner_id = $1', [ownerId]);
}
