import { v7 as uuidv7 } from 'uuid';
import { UserDeleted } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { forgetPerson } from '#platform/postgres/forgotten.ts';
import { deleteAchievementsOf } from '../store/achievements.ts';
import { lockAccount } from '../store/ledger.ts';
import { deleteWorkoutsOf } from '../store/workouts.ts';
import type { RewardStore } from './keepWorkout.ts';

/**
 * Somebody deleted their account: their workouts and achievements go. The ledger keeps its figures, under an id that no
 * longer stands for anybody; nothing is added to it under that id.
 */
export const userDeleted = ({ pool }: Pick<RewardStore, 'pool'>): Handler =>
  on(UserDeleted, ({ data: { userId } }) =>
    forgetPerson(pool, userId, async (tx) => {
      await lockAccount(tx, userId, uuidv7());
      await deleteWorkoutsOf(tx, userId);
      await deleteAchievementsOf(tx, userId);
    }),
  );
