import { untilUnchanged } from '#platform/untilUnchanged.ts';
import type { GroupSessionStore } from '../store/groupSessions.ts';
import type { LiveStore, LiveWorkout } from '../store/liveWorkouts.ts';

interface Tools {
  readonly lives: Pick<LiveStore, 'toldOf' | 'takeBack'>;
  readonly groupSessions: Pick<GroupSessionStore, 'get' | 'change'>;
}

/**
 * Takes out of group sessions what was told there of a workout that is deleted, as if its owner had told of nothing. May be done
 * again.
 */
export async function takeBack(tools: Tools, ownerId: string, workoutId: string): Promise<void> {
  for (const live of await tools.lives.toldOf(ownerId, workoutId)) {
    // Before, so that nobody notes it in the session anew.
    await tools.lives.takeBack(live._id);
    await takeOut(tools, live);
  }
}

const takeOut = (
  { groupSessions }: Tools,
  { _id, groupSessionId }: Pick<LiveWorkout, '_id' | 'groupSessionId'>,
): Promise<true> =>
  untilUnchanged(`group session ${groupSessionId}`, async () => {
    const known = groupSessionId === null ? undefined : await groupSessions.get(groupSessionId);
    if (!known?.participants.some(({ liveId }) => liveId === _id)) return true;
    const participants = known.participants.map((each) =>
      each.liveId === _id ? { ...each, result: null, workoutId: null } : each,
    );
    // Also where nothing is noted yet: who is about to note it has read it, and looks again.
    return (await groupSessions.change(known, { participants }, [])) ? true : undefined;
  });
