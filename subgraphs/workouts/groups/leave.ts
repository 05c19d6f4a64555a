import type { Outcome } from '#platform/problems.ts';
import { decideLeave, nextHost, type GroupChange } from '../domain/groups/session.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';
import { changeGroup } from './change.ts';
import { endLive } from './settle.ts';
import type { GroupTools } from './tools.ts';

/** Takes somebody out of a session. What they recorded in it is ended, and kept as a workout soon. */
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

/** Changes a session so that somebody is out of it, and ends what those recorded in it. */
export async function letGo(
  tools: GroupTools,
  id: string,
  decide: (session: KeptGroupSession) => Promise<Outcome<GroupChange>>,
): Promise<Outcome<KeptGroupSession>> {
  let gone: readonly string[] = [];
  const changed = await changeGroup(tools, id, async (known) => {
    const decision = await decide(known);
    if (decision.ok) gone = decision.value.left;
    return decision;
  });
  if (!changed.ok) return changed;
  for (const { userId, liveId } of changed.value.participants) if (gone.includes(userId)) await endLive(tools, liveId);
  return changed;
}
