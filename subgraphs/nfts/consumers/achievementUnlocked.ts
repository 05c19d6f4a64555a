import { AchievementUnlocked } from '#events/rewards.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { oncePerEventOf } from '#platform/postgres/inbox.ts';
import { storeBadgeContent } from '../badgeContent.ts';
import { designOf } from '../domain/badges.ts';
import type { ContentStore } from '../ipfs/contentStore.ts';
import { insertBadge } from '../store/nfts.ts';

/**
 * Somebody reached something: they get its badge. Its content is stored first; a crash in between leaves content that
 * the next try stores again under the same id. The badge has the achievement's id, so that it is the same in any try.
 */
export const achievementUnlocked = (pool: Pool, content: ContentStore): Handler =>
  on(AchievementUnlocked, async ({ id: eventId, data }) => {
    const { title, description } = designOf(data.code);
    const stored = await storeBadgeContent(content, data.code);
    await oncePerEventOf(pool, { consumer: 'badges', eventId, personId: data.userId }, async (tx) => {
      await insertBadge(tx, data.code, {
        id: data.achievementId,
        ownerId: data.userId,
        kind: 'BADGE',
        title,
        description,
        ...stored,
        awardedAt: new Date(data.unlockedAt),
      });
    });
  });
