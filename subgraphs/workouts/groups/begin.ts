import { failpoint } from '#platform/failpoints.ts';
import { findPresent, type GroupParticipant } from '../domain/groups/session.ts';
import { findProfile } from '../profiles.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';
import type { LiveWorkout } from '../store/liveWorkouts.ts';
import type { GroupTools } from './tools.ts';

/**
 * Begins the workout that the reports of a participant become, of whom the first one says that they have been at it for
 * `elapsedSeconds`. Undefined when the session was over meanwhile.
 */
export async function beginWorkout(
  tools: GroupTools,
  session: KeptGroupSession,
  participant: GroupParticipant,
  elapsedSeconds: number,
): Promise<LiveWorkout | undefined> {
  const { lives } = tools;
  const { sport, title } = session;
  const { userId, liveId, joinedAt } = participant;
  const profile = await findProfile({ ...tools, waitMs: tools.profileWaitMs }, userId);
  // If the first report claims more time than has passed since the start, the person began before the host.
  const from = Math.min(
    Math.max((session.startedAt ?? joinedAt).getTime(), joinedAt.getTime()),
    tools.now().getTime() - elapsedSeconds * 1000,
  );
  await lives.create({
    _id: liveId,
    ownerId: userId,
    groupSessionId: session._id,
    source: 'LIVE',
    sport,
    title,
    visibility: profile?.defaultVisibility ?? 'ONLY_ME',
    isVisibilityGiven: false,
    timeZone: profile?.timeZone ?? 'UTC',
    startedAt: new Date(from),
    createdAt: tools.now(),
  });
  failpoint('workouts.group.live-begun');
  // Whoever ends the session looks for it after saying so, and so does who is to forget what it was called.
  const now = await tools.groupSessions.get(session._id);
  if (now && now.title !== title) await lives.amend(liveId, { title: null });
  if (isIn(now, participant)) return lives.get(liveId);
  await lives.abandon(liveId, 'RUNNING');
  return undefined;
}

/** Whether a session runs with somebody as it did when it was read. */
export const isStillIn = async (
  { groupSessions }: GroupTools,
  { _id }: KeptGroupSession,
  participant: GroupParticipant,
): Promise<boolean> => isIn(await groupSessions.get(_id), participant);

const isIn = (now: KeptGroupSession | undefined, { userId, liveId }: GroupParticipant): boolean =>
  now?.status === 'RUNNING' && findPresent(now, userId)?.liveId === liveId;
