import { done } from '#platform/problems.ts';
import { decideForget } from '../domain/groups/session.ts';
import { titleOf } from '../domain/title.ts';
import { changeGroup } from './change.ts';
import type { GroupTools } from './tools.ts';

/** Takes somebody out of all group sessions, with what they came to and what they called them; where nobody is left, the session goes. */
export async function forgetInGroups(tools: GroupTools, personId: string): Promise<void> {
  for (const { _id, sport } of await tools.groupSessions.allOf(personId)) {
    const now = tools.now();
    const title = titleOf({ name: null, sport, startedAt: null, timeZone: 'UTC' });
    const changed = await changeGroup(tools, _id, (session) => done(decideForget(session, personId, title, now)));
    const isEmpty = changed.ok && changed.value.participants.length === 0;
    if (isEmpty && !changed.value.hasPendingEvents) await tools.groupSessions.remove(_id);
  }
}
