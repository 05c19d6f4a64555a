import type { Message } from './message.ts';

/** Between whom and the one who did something a block stands: they do not hear of it. */
export type HiddenFrom = readonly string[];

/** Something that happened in a room, numbered from 1 without gaps. Its message is as it is when the event is read. */
export type RoomEvent =
  | {
      readonly kind: 'MessagePosted';
      readonly sequence: number;
      readonly hiddenFrom: HiddenFrom;
      readonly message: Message;
    }
  | {
      readonly kind: 'MessageEdited';
      readonly sequence: number;
      readonly hiddenFrom: HiddenFrom;
      readonly message: Message;
    }
  | {
      readonly kind: 'MessageDeleted';
      readonly sequence: number;
      readonly hiddenFrom: HiddenFrom;
      readonly message: Message;
    }
  | ReadMarkerMoved
  | {
      readonly kind: 'MemberJoined' | 'MemberLeft';
      readonly sequence: number;
      readonly hiddenFrom: HiddenFrom;
      readonly userId: string;
    };

/** Somebody read on. */
export interface ReadMarkerMoved {
  readonly kind: 'ReadMarkerMoved';
  readonly sequence: number;
  readonly hiddenFrom: HiddenFrom;
  readonly userId: string;
  readonly upToMessageId: string;
  /** The sequence of that message. */
  readonly upToSequence: number;
  /** Between whom and the author of that message a block stands: they do not hear of it. */
  readonly messageHiddenFrom: HiddenFrom;
}

/** Somebody began or stopped writing; kept nowhere. */
export interface TypingChanged {
  readonly kind: 'TypingChanged';
  readonly hiddenFrom: HiddenFrom;
  readonly userId: string;
  readonly typing: boolean;
}

/** What a listener gets. */
export type LiveEvent = RoomEvent | TypingChanged;

type Placed<Event> = Event extends RoomEvent ? Event & { readonly position: string } : Event;
/** The same as clients are told it: with its place in the history, if it has one. */
export type ToldEvent = Placed<LiveEvent>;

/** What is written of an event; the log gives it its sequence. */
export interface LogEntry {
  readonly kind: RoomEvent['kind'];
  readonly messageId?: string;
  readonly userId?: string;
}
