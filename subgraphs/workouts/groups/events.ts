import {
  GroupSessionCreated,
  GroupSessionEnded,
  GroupSessionJoined,
  GroupSessionLeft,
  GroupSessionStarted,
} from '#events/workouts.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import type { GroupChange, GroupParticipant, GroupSession } from '../domain/groups/session.ts';

type Told = { readonly _id: string; readonly version: number };

/** That there is a new session, and that its host is in it. */
export function createdEvents(session: GroupSession & { readonly _id: string }, now: Date): Message[] {
  const { _id, hostId, sport, visibility, startsAt } = session;
  const made = { groupSessionId: _id, version: 1 };
  const planned = startsAt?.toISOString() ?? null;
  return [
    createEvent(GroupSessionCreated, _id, { ...made, hostId, sport, visibility, startsAt: planned }, now),
    createEvent(GroupSessionJoined, _id, { ...made, userId: hostId, role: 'HOST' }, now),
  ];
}

/** What a change of a known session is told by. That it is over is told when its workouts are kept. */
export function changeEvents({ _id, version }: Told, { changes, joined, left }: GroupChange, now: Date): Message[] {
  const next = { groupSessionId: _id, version: version + 1 };
  const startedAt = changes.startedAt?.toISOString();
  return [
    ...left.map((userId) => createEvent(GroupSessionLeft, _id, { ...next, userId }, now)),
    ...joined.map((each) => createEvent(GroupSessionJoined, _id, { ...next, ...each }, now)),
    ...(startedAt === undefined ? [] : [createEvent(GroupSessionStarted, _id, { ...next, startedAt }, now)]),
  ];
}

/** That a session is over, with what everybody came to. */
export const endedEvent = (
  { _id, version, status, endedAt }: Told & Pick<GroupSession, 'status' | 'endedAt'>,
  participants: readonly GroupParticipant[],
  now: Date,
): Message =>
  createEvent(
    GroupSessionEnded,
    _id,
    {
      groupSessionId: _id,
      version: version + 1,
      endedAt: (endedAt ?? now).toISOString(),
      isCancelled: status === 'CANCELLED',
      results: participants.flatMap(({ userId, result, workoutId }) => {
        if (!result || result.rank === null) return [];
        const { rank, elapsedSeconds, distanceMeters } = result;
        return [{ userId, rank, elapsedSeconds, distanceMeters, workoutId }];
      }),
    },
    now,
  );
