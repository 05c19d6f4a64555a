import { AchievementUnlocked } from '#events/rewards.ts';
import { on, type Handler } from '#platform/events/consumer.ts';
import { failpoint } from '#platform/failpoints.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { oncePerEvent } from '#platform/postgres/inbox.ts';
import { designOf, metadataOf } from '../domain/badges.ts';
import type { ContentStore } from '../ipfs/contentStore.ts';
import { insertBadge } from '../store/nfts.ts';

/**
 * Somebody reached something: they get its badge. Its content is stored first; a crash in between leaves content that
 * the next try stores again under the same id. The badge has the achievement's id, so that it is the same in any try.
 */
export const achievementUnlocked = (pool: Pool, content: ContentStore): Handler =>
  on(AchievementUnlocked, async ({ id: eventId, data }) => {
    const design = designOf(data.code);
    const imageCid = await content.put(new TextEncoder().encode(design.image));
    failpoint('nfts.image-stored');
    const metadataCid = await content.put(metadataOf(data.code, design, imageCid));
    failpoint('nfts.metadata-stored');
    await oncePerEvent(pool, 'badges', eventId, (tx) =>
      insertBadge(tx, data.code, {
        id: data.achievementId,
        ownerId: data.userId,
        kind: 'BADGE',
        title: design.title,
        description: design.description,
        metadataCid,
        imageCid,
        awardedAt: new Date(data.unlockedAt),
      }),
    );
  });
