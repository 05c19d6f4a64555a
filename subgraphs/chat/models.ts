import type { LiveEvent, ReadMarkerMoved, RoomEvent } from './domain/events.ts';
import type { Message } from './domain/message.ts';
import type { Room } from './domain/room.ts';
import type { Member } from './store/members.ts';

/** A competition, a squad, a group session and a person are known here by id alone. */
export type CompetitionModel = { readonly id: string };
export type SquadModel = { readonly id: string };
export type GroupSessionModel = { readonly id: string };
export type UserModel = { readonly id: string };
export type ViewerModel = { readonly id: string };
/** A room the viewer is in. */
export type RoomModel = Room;
export type RoomMemberModel = Member;
export type MessageModel = Message;
export type RoomEventModel = LiveEvent;
export type MessagePostedModel = Extract<RoomEvent, { kind: 'MessagePosted' }>;
export type MessageEditedModel = Extract<RoomEvent, { kind: 'MessageEdited' }>;
export type MessageDeletedModel = Extract<RoomEvent, { kind: 'MessageDeleted' }>;
export type ReadMarkerMovedModel = ReadMarkerMoved;
type MemberMoved = Extract<RoomEvent, { kind: 'MemberJoined' | 'MemberLeft' }>;
export type MemberJoinedModel = MemberMoved;
export type MemberLeftModel = MemberMoved;
export type TypingChangedModel = Extract<LiveEvent, { kind: 'TypingChanged' }>;
