import { done } from '#platform/problems.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { decideForget } from '../domain/groups/session.ts';
import { madeTitle } from '../domain/title.ts';
import { finish } from '../live/finish.ts';
import { amendWorkout } from '../recordings/amend.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';
import { blockedByNext, letGo } from './leave.ts';
import type { GroupTools } from './tools.ts';

/**
 * Takes somebody out of all group sessions, with what they came to and what they called them, also where workouts of others
 * are called so; where nobody is left, the session goes.
 */
export async function forgetInGroups(tools: GroupTools, personId: string): Promise<void> {
  for (const session of await tools.groupSessions.allOf(personId)) {
    const rename = async (): Promise<void> => {
      if (session.creatorId === personId) await renameWorkouts(tools, session, personId);
    };
    // Before, since it is known here alone whose words the title is; and of those that began meanwhile.
    await rename();
    const title = madeTitle({ sport: session.sport, startedAt: null, timeZone: 'UTC' });
    const changed = await letGo(tools, session._id, async (known) => {
      const blocked = await blockedByNext(tools, known, personId);
      return done(decideForget(known, personId, { title, blocked, now: tools.now() }));
    });
    if (!changed.ok) continue;
    await rename();
    const { isTombstone, hasPendingEvents } = changed.value;
    if (isTombstone && !hasPendingEvents) await tools.groupSessions.remove(session._id);
  }
}

/** Names what others did in it after its sport, where it is still called as the session was; also of who left it and came again. */
async function renameWorkouts(tools: GroupTools, { _id, title }: KeptGroupSession, personId: string): Promise<void> {
  for (const live of await tools.lives.ofGroup(_id)) {
    if (live.ownerId === personId || live.title !== title) continue;
    await tools.lives.amend(live._id, { title: null });
    // One that is being made of it may have been read before.
    const workoutId = (await finish(tools, live._id)) ?? live._id;
    await untilUnchanged(`workout ${workoutId}`, async () => {
      const workout = await tools.workouts.get(workoutId);
      if (workout?.title !== title) return true;
      return (await amendWorkout(tools, workout, { title: madeTitle(workout), isTitleGiven: false }))
        ? true
        : undefined;
    });
  }
}
