import { done } from '#platform/problems.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { decideForget } from '../domain/groups/session.ts';
import { titleOf } from '../domain/title.ts';
import { amendWorkout } from '../recordings/amend.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';
import { changeGroup } from './change.ts';
import type { GroupTools } from './tools.ts';

/**
 * Takes somebody out of all group sessions, with what they came to and what they called them, also where workouts of others
 * are called so; where nobody is left, the session goes.
 */
export async function forgetInGroups(tools: GroupTools, personId: string): Promise<void> {
  for (const session of await tools.groupSessions.allOf(personId)) {
    if (session.creatorId === personId) await renameWorkouts(tools, session, personId);
    const now = tools.now();
    const title = titleOf({ name: null, sport: session.sport, startedAt: null, timeZone: 'UTC' });
    const changed = await changeGroup(tools, session._id, (known) => done(decideForget(known, personId, title, now)));
    const isGone = changed.ok && changed.value.isTombstone;
    if (isGone && !changed.value.hasPendingEvents) await tools.groupSessions.remove(session._id);
  }
}

/** Names what others did in it after its sport, where it is still called as the session was. */
async function renameWorkouts(
  tools: GroupTools,
  { title, participants }: KeptGroupSession,
  personId: string,
): Promise<void> {
  for (const { userId, liveId, workoutId } of participants) {
    if (userId === personId) continue;
    const live = await tools.lives.get(liveId);
    if (live?.title === title) await tools.lives.amend(liveId, { title: null });
    await untilUnchanged(`workout ${liveId}`, async () => {
      const workout = await tools.workouts.get(workoutId ?? live?.workoutId ?? liveId);
      if (workout?.title !== title) return true;
      const { sport, startedAt, timeZone } = workout;
      const anew = titleOf({ name: null, sport, startedAt: startedAt?.getTime() ?? null, timeZone });
      return (await amendWorkout(tools, workout, { title: anew, isTitleGiven: false })) ? true : undefined;
    });
  }
}
