import { failpoint } from '#platform/failpoints.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { isOpen, type GroupChange } from '../domain/groups/session.ts';
import type { GroupSessionChanges, KeptGroupSession } from '../store/groupSessions.ts';
import { changeEvents } from './events.ts';
import type { GroupHappening } from './follow.ts';
import { groupTopic, type GroupTools } from './tools.ts';

/** Should nobody begin a session, it is given up so long after it was to begin. */
const LATEST_START_MS = 24 * 3_600_000;

/** When a session is to be looked at that nobody has begun. */
export const lookAtOpen = ({ createdAt, startsAt }: Pick<KeptGroupSession, 'createdAt' | 'startsAt'>): Date =>
  new Date(Math.max(createdAt.getTime(), startsAt?.getTime() ?? 0) + LATEST_START_MS);

/**
 * Changes a session as `decide` says of it as it is then, with the events of that, and says so to who follows it. STAYS leaves
 * it as it is.
 */
export function changeGroup(tools: GroupTools, id: string, decide: Decide): Promise<Outcome<KeptGroupSession>> {
  // One after the other in this process, since everybody comes in at once.
  return tools.oneAtATime(`group session ${id}`, () =>
    untilUnchanged(`group session ${id}`, () => tryToChange(tools, id, decide)),
  );
}

type Decision = Outcome<GroupChange | 'STAYS'>;
export type Decide = (session: KeptGroupSession) => Decision | Promise<Decision>;

/** Undefined when the session has changed meanwhile: look again then. */
async function tryToChange(
  tools: GroupTools,
  id: string,
  decide: Decide,
): Promise<Outcome<KeptGroupSession> | undefined> {
  const known = await tools.groupSessions.get(id);
  if (!known) return noGroupSession();
  const decision = await decide(known);
  if (!decision.ok) return decision;
  if (decision.value === 'STAYS') return done(known);
  const change = decision.value;
  const changed = await tools.groupSessions.change(
    known,
    { ...change.changes, ...lookingAfter(tools, change) },
    changeEvents(known, change, tools.now()),
  );
  failpoint('workouts.group.changed');
  if (!changed) return undefined;
  tools.wakeRelay();
  sayWhatHappened(tools, changed, change);
  return done(changed);
}

export const noGroupSession = (path = 'groupSessionId'): Outcome<never> =>
  refused('NOT_FOUND', 'There is no such group session.', path);

/**
 * What is over has its workouts kept at once, and so has who left it; what runs is looked at when nothing was heard of it for
 * long.
 */
function lookingAfter({ now, idleMs }: GroupTools, { changes: { status }, left }: GroupChange): GroupSessionChanges {
  if (left.length > 0 || (status && !isOpen({ status }))) return { lookAt: now() };
  return status ? { lookAt: new Date(now().getTime() + idleMs) } : {};
}

function sayWhatHappened(
  { notices }: GroupTools,
  { _id, version }: KeptGroupSession,
  { changes, joined, left }: GroupChange,
): void {
  const say = (kind: GroupHappening['kind'], userId: string | null): void =>
    notices.send(groupTopic(_id), { kind, userId, version });
  for (const userId of left) say('LEFT', userId);
  for (const { userId, role } of joined) say(role === 'HOST' ? 'HOST_CHANGED' : 'JOINED', userId);
  if (changes.startedAt) say('STARTED', null);
  if (changes.endedAt) say('ENDED', null);
}
