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
  const { lives, now } = tools;
  const { sport, title } = session;
  const { userId, liveId, joinedAt } = participant;
  const profile = await findProfile({ ...tools, waitMs: tools.profileWaitMs }, userId);
  // Who has been at it for longer than that began before the host did.
  const from = Math.min(
    Math.max((session.startedAt ?? joinedAt).getTime(), joinedAt.getTime()),
    now().getTime() - elapsedSeconds * 1000,
  );
  await lives.create({
    _id: liveId,
    ownerId: userId,
    source: 'LIVE',
    sport,
    title,
    visibility: profile?.defaultVisibility ?? 'ONLY_ME',
    isVisibilityGiven: false,
    timeZone: profile?.timeZone ?? 'UTC',
    startedAt: new Date(from),
    createdAt: now(),
  });
  failpoint('workouts.group.live-begun');
  // Whoever ends the session looks for it after saying so.
  if (await isStillIn(tools, session, participant)) return lives.get(liveId);
  await lives.abandon(liveId, 'RUNNING');
  return undefined;
}

/** Whether a session runs with somebody as it did when it was read. */
export async function isStillIn(
  { groupSessions }: GroupTools,
  { _id }: KeptGroupSession,
  { userId, liveId }: GroupParticipant,
): Promise<boolean> {
  const now = await groupSessions.get(_id);
  return now?.status === 'RUNNING' && findPresent(now, userId)?.liveId === liveId;
}
