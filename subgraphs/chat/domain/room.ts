import { done, refused, type Outcome } from '#platform/problems.ts';

/** What a room is for. */
export type RoomKind = OwnedKind | 'DIRECT' | 'GROUP';
/** Kinds of rooms of something that gets one by itself. */
export type OwnedKind = 'COMPETITION' | 'SQUAD' | 'GROUP_SESSION';
/** What somebody is in a room. */
export type Role = 'OWNER' | 'MEMBER';

/** A room. */
export interface Room {
  readonly id: string;
  readonly kind: RoomKind;
  readonly title: string | null;
  /** The group session it is of; null for other kinds. */
  readonly groupSessionId: string | null;
}

/** Somebody's place in a room. */
export interface Membership {
  readonly roomId: string;
  readonly userId: string;
  /** The sequence of the room's newest event. */
  readonly lastSequence: number;
  /** The sequence of the event by which they came. */
  readonly joinedSequence: number;
  /** The sequence of the newest message they have read; 0 before the first. */
  readonly readSequence: number;
}

/** What becomes of somebody who is to be in a room with a role. */
export type Arrival = 'joins' | 'is promoted' | 'stays';

/** Right in any order: whoever organizes a competition is its room's owner, and taking part in it takes nothing away. */
export function decideArrival(present: Role | undefined, role: Role): Arrival {
  if (present === undefined) return 'joins';
  return present === 'MEMBER' && role === 'OWNER' ? 'is promoted' : 'stays';
}

/** So many may be in a group's room. */
export const MAX_GROUP = 100;

/** What one hears of somebody who does not exist, and of somebody who blocked one: nobody can tell which. */
export const noSuchPerson = (...path: string[]): Outcome<never> =>
  refused('NOT_FOUND', 'There is no such person.', ...path);

/** Whether somebody may meet another in a room. `blockerId` is who of the two blocked the other. */
export function decideMeeting(blockerId: string | null, userId: string, ...path: string[]): Outcome<undefined> {
  if (blockerId === null) return done(undefined);
  return blockerId === userId
    ? refused('FORBIDDEN', 'You blocked this person. Unblock them first.', ...path)
    : noSuchPerson(...path);
}
