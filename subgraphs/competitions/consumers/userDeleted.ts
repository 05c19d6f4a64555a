import { UserDeleted } from '#events/users.ts';
import { onLong, type Handler } from '#platform/events/handlers.ts';
import { forgetPerson } from '#platform/postgres/forgotten.ts';
import { writeState } from '#platform/postgres/outbox.ts';
import { cancelAbandoned, type AbandonedStores } from '../abandoned.ts';
import { rescoreTeams, scoreSubject } from '../scores.ts';
import { deleteParticipationsOf } from '../store/participations.ts';
import { deletePerson, lockPerson } from '../store/people.ts';
import type { ScoringStore } from './keepWorkout.ts';

/**
 * Somebody deleted their account: their parts, and so their scores, go, and what was kept of them and their workouts. A
 * competition they made goes on for those who take part, under an id that stands for nobody; where nobody does, it goes too.
 */
export const userDeleted = ({ pool, relay, broker }: ScoringStore & AbandonedStores): Handler =>
  onLong(UserDeleted, async ({ time, data: { userId } }) => {
    await forgetPerson(pool, userId, async (tx) => {
      await lockPerson(tx, userId);
      const parts = await deleteParticipationsOf(tx, userId);
      for (const participation of parts) await writeState(tx, scoreSubject(participation));
      await deletePerson(tx, userId);
      await rescoreTeams(
        tx,
        parts.flatMap(({ teamId }) => teamId ?? []),
      );
    });
    await cancelAbandoned({ pool, broker }, new Date(time));
    relay.wake();
  });
