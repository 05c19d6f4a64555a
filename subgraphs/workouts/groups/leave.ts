import type { Outcome } from '#platform/problems.ts';
import { decideLeave, findPresent } from '../domain/groups/session.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';
import { changeGroup } from './change.ts';
import { endLive } from './settle.ts';
import type { GroupTools } from './tools.ts';

/** Takes somebody out of a session. What they recorded in it is ended, and kept as a workout soon. */
export async function leaveGroup(
  tools: GroupTools,
  session: KeptGroupSession,
  userId: string,
): Promise<Outcome<KeptGroupSession>> {
  const mine = findPresent(session, userId);
  const left = await changeGroup(tools, session._id, (known) => decideLeave(known, userId, tools.now()));
  if (left.ok && mine) await endLive(tools, mine.liveId);
  return left;
}

/** Takes somebody out of all sessions of a host who blocks them. */
export async function leaveGroupsOf(tools: GroupTools, hostId: string, userId: string): Promise<void> {
  const hosted = await tools.groupSessions.pendingOf(hostId);
  for (const session of hosted) if (findPresent(session, userId)) await leaveGroup(tools, session, userId);
}
