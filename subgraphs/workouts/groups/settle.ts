import { failpoint } from '#platform/failpoints.ts';
import { isOpen, type GroupParticipant } from '../domain/groups/session.ts';
import { finish } from '../live/finish.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';
import { endedEvent } from './events.ts';
import { resultsOf } from './standings.ts';
import { groupTopic, type GroupTools } from './tools.ts';

/** How often one is looked at again that goes on at the same time. */
const TRIES = 50;

/**
 * Keeps a session that is over: nobody's samples are taken any more, what everybody came to is noted, each workout is made,
 * and that it is over is told. May be begun again at any point, by several at once, with the same effect.
 */
export async function settle(tools: GroupTools, id: string): Promise<KeptGroupSession | undefined> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const session = await tools.groupSessions.get(id);
    if (!session?.isPending || isOpen(session)) return session;
    for (const { liveId } of session.participants) await endLive(tools, liveId);
    failpoint('workouts.group.lives-ended');
    const noted = await noteResults(tools, session);
    if (!noted) continue;
    failpoint('workouts.group.results-noted');
    const participants = await Promise.all(noted.participants.map((each) => keep(tools, each)));
    const event = endedEvent(noted, participants, tools.now());
    const settled = await tools.groupSessions.change(noted, { participants, isPending: false }, [event]);
    failpoint('workouts.group.settled');
    if (!settled) continue;
    tools.wakeRelay();
    tools.notices.send(groupTopic(id), { kind: 'KEPT', userId: null });
    return settled;
  }
  throw new Error(`group session ${id} changes all the time`);
}

/** Ends what somebody records for a session. Without samples nothing is kept of it. */
export async function endLive({ lives, now }: GroupTools, liveId: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const live = await lives.get(liveId);
    if (live?.status !== 'RECORDING' && live?.status !== 'PAUSED') return;
    if (await lives.end(live, { endedAt: null, closedAt: now() })) return;
  }
  throw new Error(`workout ${liveId} changes all the time`);
}

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
