import type { Service } from '#platform/lifecycle.ts';
import { each, startSweeper } from '#platform/sweeper.ts';
import { done } from '#platform/problems.ts';
import { ending, isOpen, leftOf, presentIn } from '../domain/groups/session.ts';
import type { KeptGroupSession } from '../store/groupSessions.ts';
import { changeGroup, lookAtOpen } from './change.ts';
import { endParts, settle } from './settle.ts';
import type { GroupTools } from './tools.ts';

const LOOK_MS = 5000;
const BATCH = 20;
/** So long after a session could not be settled it is tried again. */
const AGAIN_MS = 30_000;

/**
 * Ends sessions that were forgotten, and the parts of who has left; settles those whose process died on the way. Closed with the service.
 */
export function startGroupSweep(service: Service, tools: GroupTools): void {
  startSweeper({
    service,
    name: 'group sessions',
    everyMs: Math.min(LOOK_MS, tools.idleMs),
    failure: 'could not look after group sessions',
    sweep: async (isClosed) => {
      const due = await tools.groupSessions.findDue(tools.now(), BATCH);
      const failure = 'a group session waits; it is tried again';
      const name = ({ _id }: KeptGroupSession) => ({ groupSessionId: _id });
      await each({ log: tools.log, isClosed, failure, name }, due, (session) => tryToLookAfter(tools, session));
    },
  });
}

async function tryToLookAfter(tools: GroupTools, session: KeptGroupSession): Promise<void> {
  try {
    await lookAfter(tools, session);
  } catch (error) {
    // Others have their turn first.
    await tools.groupSessions.change(session, { lookAt: new Date(tools.now().getTime() + AGAIN_MS) }, []);
    throw error;
  }
}

async function lookAfter(tools: GroupTools, session: KeptGroupSession): Promise<void> {
  await endParts(tools, leftOf(session));
  if (isOpen(session)) {
    const lookAt = await staysUntil(tools, session);
    if (lookAt > tools.now()) {
      await tools.groupSessions.change(session, { lookAt }, []);
      return;
    }
    await changeGroup(tools, session._id, (known) =>
      done(isOpen(known) ? { changes: ending(known, tools.now()), joined: [], left: [] } : 'STAYS'),
    );
  }
  await settle(tools, session._id);
}

/** How long a session stays open of which nothing more is heard. */
const staysUntil = async (tools: GroupTools, session: KeptGroupSession): Promise<Date> =>
  session.status === 'OPEN' ? lookAtOpen(session) : new Date((await lastHeardOf(tools, session)) + tools.idleMs);

/** When somebody was last heard of who takes part in a session, in ms. */
async function lastHeardOf({ lives }: GroupTools, session: KeptGroupSession): Promise<number> {
  const found = await lives.getMany(presentIn(session).map(({ liveId }) => liveId));
  return Math.max(session.startedAt?.getTime() ?? 0, ...found.map(({ lastHeardAt }) => lastHeardAt.getTime()));
}
