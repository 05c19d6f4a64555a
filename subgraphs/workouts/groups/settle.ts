import { failpoint } from '#platform/failpoints.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { isOpen, type GroupParticipant } from '../domain/groups/session.ts';
import { isRunning } from '../domain/live/running.ts';
import { finish } from '../live/finish.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';
import type { LiveStore } from '../store/liveWorkouts.ts';
import { endedEvent } from './events.ts';
import { resultsOf } from './standings.ts';
import { groupTopic, type GroupTools } from './tools.ts';

/**
 * Keeps a session that is over: nobody's samples are taken any more, what everybody came to is noted, each workout is made,
 * and that it is over is told. May be begun again at any point, by several at once, with the same effect.
 */
export const settle = (tools: GroupTools, id: string): Promise<KeptGroupSession | undefined> =>
  untilUnchanged(`group session ${id}`, () => tryToSettle(tools, id)).then(({ session }) => session);

/** Undefined when the session has changed meanwhile: look again then. */
async function tryToSettle(
  tools: GroupTools,
  id: string,
): Promise<{ readonly session: KeptGroupSession | undefined } | undefined> {
  const session = await tools.groupSessions.get(id);
  if (!session?.isPending || isOpen(session)) return { session };
  await endParts(tools, session.participants);
  failpoint('workouts.group.lives-ended');
  const noted = await noteResults(tools, session);
  if (!noted) return undefined;
  failpoint('workouts.group.results-noted');
  const participants = await Promise.all(noted.participants.map((each) => keep(tools, each)));
  const event = endedEvent(noted, participants, tools.now());
  const settled = await tools.groupSessions.change(noted, { participants, isPending: false }, [event]);
  failpoint('workouts.group.settled');
  if (!settled) return undefined;
  tools.wakeRelay();
  tools.notices.send(groupTopic(id), { kind: 'KEPT', userId: null });
  return { session: settled };
}

/** Ends what some record for a session. Without samples nothing is kept of it. */
export async function endParts({ lives }: GroupTools, participants: readonly GroupParticipant[]): Promise<void> {
  const found = await lives.getMany(participants.map(({ liveId }) => liveId));
  for (const live of found) if (isRunning(live)) await endLive(lives, live._id);
}

const endLive = (lives: LiveStore, liveId: string): Promise<true> =>
  untilUnchanged(`workout ${liveId}`, async () => {
    const live = await lives.get(liveId);
    if (!live || !isRunning(live)) return true;
    return (await lives.end(live, { endedAt: null, closedAt: null })) ? true : undefined;
  });

/** Notes what everybody came to, before their samples go. Undefined when the session has changed since. */
async function noteResults(tools: GroupTools, session: KeptGroupSession): Promise<KeptGroupSession | undefined> {
  if (session.participants.some(({ result }) => result !== null)) return session;
  const results = await resultsOf(tools, session.participants);
  if (results.every((result) => result === null)) return session;
  const participants = session.participants.map((each, i) => ({ ...each, result: results[i] ?? null }));
  return tools.groupSessions.change(session, { participants }, []);
}

async function keep(tools: GroupTools, participant: GroupParticipant): Promise<GroupParticipant> {
  const live = await tools.lives.get(participant.liveId);
  if (!live) return participant;
  return { ...participant, workoutId: (await finish(tools, live._id)) ?? null };
}
