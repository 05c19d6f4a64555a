import { on, type Handler } from '#platform/events/handlers.ts';
import { GroupSessionEnded, GroupSessionJoined, GroupSessionLeft } from '#events/workouts.ts';
import type { Role } from '../domain/room.ts';
import type { ConsumerContext } from './arrivals.ts';
import { close, keepInStep, type Owner } from './inStep.ts';

const ROLES = { HOST: 'OWNER', PARTICIPANT: 'MEMBER' } as const satisfies Record<string, Role>;
const session = ({ groupSessionId }: { groupSessionId: string }): Owner => ({
  kind: 'GROUP_SESSION',
  id: groupSessionId,
});

/**
 * A group session has a room, with those who take part in it as they come and go, in whatever order that is heard. It stays
 * when the session is over, but not of one that was given up.
 */
export const groupSessions = (context: ConsumerContext): Handler[] => [
  on(GroupSessionJoined, ({ time, data }) =>
    keepInStep(context, session(data), { ...data, role: ROLES[data.role] }, new Date(time)),
  ),
  on(GroupSessionLeft, ({ time, data }) => keepInStep(context, session(data), { ...data, role: null }, new Date(time))),
  on(GroupSessionEnded, async ({ time, data }) => {
    if (data.isCancelled) await close(context, session(data), new Date(time));
  }),
];
