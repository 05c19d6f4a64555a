import { done, refused, type Outcome } from '#platform/problems.ts';
import type { Sport } from '../sport.ts';
import type { Visibility } from '../visibility.ts';

/** What a participant came to when the session was over. */
export type GroupResult = {
  /** Null for who had left. */
  readonly rank: number | null;
  readonly elapsedSeconds: number;
  readonly distanceMeters: number | null;
  readonly heartRateBpm: number | null;
  readonly exercise: string | null;
  readonly repetitions: number | null;
  /** Of all sets together; missing in what was noted before it was kept. */
  readonly allRepetitions?: number | null | undefined;
};

/** Somebody who takes part, or has. */
export type GroupParticipant = {
  readonly userId: string;
  readonly status: 'JOINED' | 'LEFT';
  readonly joinedAt: Date;
  /** Under which id what they do is recorded: from their first report on there is a running workout of that id. */
  readonly liveId: string;
  /** Null until the session is over, and for who told of nothing. */
  readonly result: GroupResult | null;
  /** The workout it was kept as; null until then, and for none. */
  readonly workoutId: string | null;
};

export const GROUP_STATUSES = ['OPEN', 'RUNNING', 'ENDED', 'CANCELLED'] as const;

/** Several people who do one thing at one time. */
export type GroupSession = {
  readonly hostId: string;
  /** Whose words the title is. */
  readonly creatorId: string;
  readonly title: string;
  readonly sport: Sport;
  readonly visibility: Visibility;
  readonly maxParticipants: number;
  readonly status: (typeof GROUP_STATUSES)[number];
  readonly startsAt: Date | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly createdAt: Date;
  readonly participants: readonly GroupParticipant[];
};

/** What a decision changes of a session, and what is told of it. */
export type GroupChange = {
  readonly changes: Partial<GroupSession>;
  readonly joined: readonly { readonly userId: string; readonly role: GroupRole }[];
  readonly left: readonly string[];
};
export type GroupRole = 'HOST' | 'PARTICIPANT';

const nothing = { joined: [], left: [] } as const;

/** A session that is not over. */
export const isOpen = ({ status }: Pick<GroupSession, 'status'>): boolean => status === 'OPEN' || status === 'RUNNING';

/** Those who take part now, who came first first. */
export const presentIn = ({ participants }: Pick<GroupSession, 'participants'>): GroupParticipant[] =>
  participants.filter(({ status }) => status === 'JOINED');

/** Those who took part, and have left. */
export const leftOf = ({ participants }: Pick<GroupSession, 'participants'>): GroupParticipant[] =>
  participants.filter(({ status }) => status === 'LEFT');

/** Somebody who takes part, or has. */
export const findParticipant = (
  { participants }: Pick<GroupSession, 'participants'>,
  userId: string,
): GroupParticipant | undefined => participants.find((each) => each.userId === userId);

/** Somebody who takes part now. */
export const findPresent = (session: GroupSession, userId: string): GroupParticipant | undefined =>
  findParticipant({ participants: presentIn(session) }, userId);

const closed = (field = 'groupSessionId'): Outcome<never> =>
  refused('GROUP_SESSION_CLOSED', 'The group session is over, or does not run.', field);

/** Somebody comes in, also while it runs; who had left begins anew. `field`: by which it was named. */
export function decideJoin(
  session: GroupSession,
  { userId, liveId, now, field }: { userId: string; liveId: string; now: Date; field: 'groupSessionId' | 'joinCode' },
): Outcome<GroupChange> {
  if (!isOpen(session)) return closed(field);
  if (findPresent(session, userId)) return refused('ALREADY_JOINED', 'You take part already.', field);
  if (presentIn(session).length >= session.maxParticipants)
    return refused('GROUP_SESSION_FULL', 'As many take part as may.', field);
  const participant = { userId, status: 'JOINED', joinedAt: now, liveId, result: null, workoutId: null } as const;
  const participants = [...session.participants.filter((each) => each.userId !== userId), participant];
  return done({ ...nothing, changes: { participants }, joined: [{ userId, role: 'PARTICIPANT' }] });
}

/** Who would host a session when somebody is out of it, and who would be in it with them; undefined where the host stays. */
export function nextHost(
  session: GroupSession,
  userId: string,
): { readonly hostId: string; readonly others: readonly string[] } | undefined {
  if (session.hostId !== userId) return undefined;
  const [next, ...others] = presentIn(session).filter((each) => each.userId !== userId);
  return next && { hostId: next.userId, others: others.map((each) => each.userId) };
}

/**
 * Somebody leaves, whatever state it is in; who has left already has. If the host leaves, the next participant becomes host, and
 * whom that one blocks is taken out as well; an open session ends when its last participant leaves.
 */
export function decideLeave(
  session: GroupSession,
  userId: string,
  blocked: readonly string[],
  now: Date,
): Outcome<GroupChange | 'STAYS'> {
  const known = findParticipant(session, userId);
  if (!known) return refused('FORBIDDEN', 'You do not take part.', 'groupSessionId');
  if (known.status === 'LEFT') return done('STAYS');
  const participants = withoutThese(session.participants, [userId]);
  return done(withoutPerson(session, { userId, blocked, participants, now }));
}

/** Somebody is to be known no more: what they were called and came to goes with them, and what they called it. */
export function decideForget(
  session: GroupSession,
  userId: string,
  { title, blocked, now }: { title: string; blocked: readonly string[]; now: Date },
): GroupChange {
  const participants = session.participants.filter((each) => each.userId !== userId);
  const { changes, joined, left } = withoutPerson(session, { userId, blocked, participants, now });
  const words = session.creatorId === userId ? { title, creatorId: '' } : {};
  return { changes: { ...changes, ...words }, joined, left };
}

const withoutThese = (participants: readonly GroupParticipant[], userIds: readonly string[]): GroupParticipant[] =>
  participants.map((each) => (userIds.includes(each.userId) ? { ...each, status: 'LEFT' as const } : each));

type Leaving = {
  readonly userId: string;
  readonly blocked: readonly string[];
  /** As they are without that person. */
  readonly participants: readonly GroupParticipant[];
  readonly now: Date;
};

function withoutPerson(session: GroupSession, { userId, blocked, participants, now }: Leaving): GroupChange {
  const [next] = presentIn({ participants });
  const left = findPresent(session, userId) ? [userId] : [];
  if (!next) {
    const over = isOpen(session) ? ending(session, now) : {};
    return {
      changes: { participants, ...over, hostId: session.hostId === userId ? '' : session.hostId },
      joined: [],
      left,
    };
  }
  if (session.hostId !== userId) return { changes: { participants }, joined: [], left };
  const out = presentIn({ participants }).flatMap((each) => (blocked.includes(each.userId) ? each.userId : []));
  return {
    changes: { participants: withoutThese(participants, out), hostId: next.userId },
    joined: [{ userId: next.userId, role: 'HOST' }],
    left: [...left, ...out],
  };
}

/** The host begins; begun already, nothing happens. */
export function decideStart(session: GroupSession, userId: string, now: Date): Outcome<GroupChange | 'STAYS'> {
  if (session.hostId !== userId) return notHost();
  if (session.status === 'RUNNING') return done('STAYS');
  if (session.status !== 'OPEN') return closed();
  return done({ ...nothing, changes: { status: 'RUNNING', startedAt: now } });
}

/** The host ends it, or gives it up before it began; over already, nothing happens. */
export function decideEnd(session: GroupSession, userId: string, now: Date): Outcome<GroupChange | 'STAYS'> {
  if (session.hostId !== userId) return notHost();
  return done(isOpen(session) ? { ...nothing, changes: ending(session, now) } : 'STAYS');
}

/** What ends a session, whoever does. */
export const ending = ({ status }: GroupSession, now: Date): Partial<GroupSession> => ({
  status: status === 'RUNNING' ? 'ENDED' : 'CANCELLED',
  endedAt: now,
});

const notHost = (): Outcome<never> => refused('FORBIDDEN', 'Only the host may do this.', 'groupSessionId');
