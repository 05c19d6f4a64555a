/** What a room is for. */
export type RoomKind = 'COMPETITION' | 'SQUAD';
/** What somebody is in a room. */
export type Role = 'OWNER' | 'MEMBER';

/** A room. */
export interface Room {
  readonly id: string;
  readonly kind: RoomKind;
  readonly title: string | null;
  readonly lastMessageId: string | null;
  /** When the newest message was posted; when the room was made, until there is one. */
  readonly activeAt: Date;
}

/** Somebody's place in a room. */
export interface Membership {
  readonly roomId: string;
  readonly userId: string;
  /** The sequence of the room's newest event. */
  readonly lastSequence: number;
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
