import { failpoint } from '#platform/failpoints.ts';
import type { Outcome } from '#platform/problems.ts';
import { decideLeave, leftOf, nextHost } from '../domain/groups/session.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';
import { changeGroup, type Decide } from './change.ts';
import { endParts } from './settle.ts';
import type { GroupTools } from './tools.ts';

/**
 * Takes somebody out of a session. What they recorded in it is ended, and kept as a workout soon. May be begun again at any point,
 * with the same effect.
 */
export async function leaveGroup(tools: GroupTools, id: string, userId: string): Promise<Outcome<KeptGroupSession>> {
  return letGo(tools, id, async (known) =>
    decideLeave(known, userId, await blockedByNext(tools, known, userId), tools.now()),
  );
}

/** Takes somebody out of all sessions of a host who blocks them, also of those that are over. */
export async function leaveGroupsOf(tools: GroupTools, hostId: string, userId: string): Promise<void> {
  for (const { _id } of await tools.groupSessions.hostedWith(hostId, userId)) await leaveGroup(tools, _id, userId);
}

/** Whom of those in a session blocks who hosts it when somebody is out of it. */
export async function blockedByNext(
  { relations }: GroupTools,
  session: KeptGroupSession,
  userId: string,
): Promise<string[]> {
  const next = nextHost(session, userId);
  if (!next) return [];
  const { hostId, others } = next;
  const found = await Promise.all(others.map((other) => relations.relationTo(hostId, other)));
  return others.filter((_other, i) => found[i] === 'BLOCKED');
}

/** Changes a session so that somebody is out of it, and ends what all who have left recorded in it. Should it stop between, the sweep does. */
export async function letGo(tools: GroupTools, id: string, decide: Decide): Promise<Outcome<KeptGroupSession>> {
  const changed = await changeGroup(tools, id, decide);
  failpoint('workouts.group.left');
  if (changed.ok) await endParts(tools, leftOf(changed.value));
  return changed;
}
