import type { ToldEvent } from './domain/events.ts';
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
export type RoomEventModel = ToldEvent;
type Told<Kind extends ToldEvent['kind']> = Extract<ToldEvent, { kind: Kind }>;
export type MessagePostedModel = Told<'MessagePosted'>;
export type MessageEditedModel = Told<'MessageEdited'>;
export type MessageDeletedModel = Told<'MessageDeleted'>;
export type ReadMarkerMovedModel = Told<'ReadMarkerMoved'>;
export type MemberJoinedModel = Told<'MemberJoined' | 'MemberLeft'>;
export type MemberLeftModel = MemberJoinedModel;
export type TypingChangedModel = Told<'TypingChanged'>;
