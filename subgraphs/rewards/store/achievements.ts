import { change, type Queryable, type Transaction } from '#platform/postgres/connection.ts';
import type { AchievementCode } from '../domain/achievements.ts';

/** Something a person has reached. */
export interface Achievement {
  readonly id: string;
  readonly ownerId: string;
  readonly code: AchievementCode;
  readonly causedBy: string;
  readonly unlockedAt: Date;
}

/** Keeps an achievement, unless the person has it. @returns whether it is new. */
export async function unlock(tx: Transaction, achievement: Achievement): Promise<boolean> {
  const { id, ownerId, code, causedBy, unlockedAt } = achievement;
  const added = await change(
    tx,
    `INSERT INTO achievements (id, owner_id, code, caused_by, unlocked_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (owner_id, code) DO NOTHING`,
    [id, ownerId, code, causedBy, unlockedAt],
  );
  return added > 0;
}

/** Removes all that somebody has reached. */
export async function deleteAchievementsOf(db: Queryable, ownerId: string): Promise<void> {
  await change(db, 'DELETE FROM achievements WHERE owner_id = $1', [ownerId]);
}
