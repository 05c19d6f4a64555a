import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CompetitionModel, SquadModel, GroupSessionModel, UserModel, ViewerModel, RoomModel, RoomMemberModel, MessageModel, RoomEventModel, MessagePostedModel, MessageEditedModel, MessageDeletedModel, ReadMarkerMovedModel, MemberJoinedModel, MemberLeftModel, TypingChangedModel } from '../models.ts';
import type { Context } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant in UTC, as RFC 3339 with milliseconds: `2026-05-01T06:30:00.000Z`. */
  DateTime: { input: string; output: Date | string; }
  _FieldSet: { input: string; output: string; }
};

export type Competition = {
  readonly __typename?: 'Competition';
  readonly id: Scalars['ID']['output'];
  /** Where the organizer and the participants talk; null for others, and for the moment until it is made. */
  readonly room?: Maybe<Room>;
};

/** Whom to bring together. */
export type CreateRoomInput = {
  /** At most 99 people, besides the viewer; nobody whom the viewer blocked. */
  readonly memberIds: ReadonlyArray<Scalars['ID']['input']>;
  /** 1 to 120 characters on one line; none when left out. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
};

/** The new room. */
export type CreateRoomPayload = {
  readonly __typename?: 'CreateRoomPayload';
  /** The room; null with `userErrors`. */
  readonly room?: Maybe<Room>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Which message to delete. */
export type DeleteMessageInput = {
  /** A message of the viewer's. */
  readonly messageId: Scalars['ID']['input'];
};

/** What is left of the message. */
export type DeleteMessagePayload = {
  readonly __typename?: 'DeleteMessagePayload';
  /** The message; null with `userErrors`. */
  readonly message?: Maybe<Message>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Which message to change. */
export type EditMessageInput = {
  /** 1 to 4000 characters, one of them to be seen. */
  readonly body: Scalars['String']['input'];
  /** A message of the viewer's. */
  readonly messageId: Scalars['ID']['input'];
};

/** The changed message. */
export type EditMessagePayload = {
  readonly __typename?: 'EditMessagePayload';
  /** The message; null with `userErrors`. */
  readonly message?: Maybe<Message>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

export type GroupSession = {
  readonly __typename?: 'GroupSession';
  readonly id: Scalars['ID']['output'];
  /** Where its participants talk; null for those who do not take part. Asked for as the session is made, it is waited for a little. */
  readonly room?: Maybe<Room>;
};

/** Which room to leave. */
export type LeaveRoomInput = {
  /** A room of the kind GROUP that the viewer is in. */
  readonly roomId: Scalars['ID']['input'];
};

/** Left. */
export type LeaveRoomPayload = {
  readonly __typename?: 'LeaveRoomPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Up to where the viewer has read. */
export type MarkRoomReadInput = {
  /** A room the viewer is in. */
  readonly roomId: Scalars['ID']['input'];
  /** A message of the room that the viewer sees. */
  readonly upToMessageId: Scalars['ID']['input'];
};

/** The room with its new marker. */
export type MarkRoomReadPayload = {
  readonly __typename?: 'MarkRoomReadPayload';
  /** The room; null with `userErrors`. */
  readonly room?: Maybe<Room>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Somebody came into the room. */
export type MemberJoined = {
  readonly __typename?: 'MemberJoined';
  /** Where in the room's history the event stands: for `Subscription.roomEvent(after:)`. */
  readonly position: Scalars['String']['output'];
  /** Who came; null while people cannot be looked up. */
  readonly user?: Maybe<User>;
};

/** Somebody left the room. */
export type MemberLeft = {
  readonly __typename?: 'MemberLeft';
  /** Where in the room's history the event stands: for `Subscription.roomEvent(after:)`. */
  readonly position: Scalars['String']['output'];
  /** Who left; null while people cannot be looked up. */
  readonly user?: Maybe<User>;
};

/** What somebody wrote. */
export type Message = {
  readonly __typename?: 'Message';
  /** Who wrote it; null while people cannot be looked up. */
  readonly author?: Maybe<User>;
  /** The text as it is now; null once deleted. */
  readonly body?: Maybe<Scalars['String']['output']>;
  /** When it was deleted; null when it was not. */
  readonly deletedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was last changed; null when it never was. */
  readonly editedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /** The message it answers; null when it answers none, and for those of people blocked. */
  readonly replyTo?: Maybe<Message>;
  /** When it was posted. */
  readonly sentAt: Scalars['DateTime']['output'];
};

/** A page of messages. */
export type MessageConnection = {
  readonly __typename?: 'MessageConnection';
  /** The messages of the page with their cursors. */
  readonly edges: ReadonlyArray<MessageEdge>;
  /** Where the page lies in the room. */
  readonly pageInfo: PageInfo;
};

/** A message was deleted. */
export type MessageDeleted = {
  readonly __typename?: 'MessageDeleted';
  /** What is left of the message. */
  readonly message: Message;
  /** Where in the room's history the event stands: for `Subscription.roomEvent(after:)`. */
  readonly position: Scalars['String']['output'];
};

/** A message in a list. */
export type MessageEdge = {
  readonly __typename?: 'MessageEdge';
  /** Stays right while messages are added. */
  readonly cursor: Scalars['String']['output'];
  /** The message. */
  readonly node: Message;
};

/** A message was changed. */
export type MessageEdited = {
  readonly __typename?: 'MessageEdited';
  /** The message as it is now. */
  readonly message: Message;
  /** Where in the room's history the event stands: for `Subscription.roomEvent(after:)`. */
  readonly position: Scalars['String']['output'];
};

/** A message came. */
export type MessagePosted = {
  readonly __typename?: 'MessagePosted';
  /** The message. */
  readonly message: Message;
  /** Where in the room's history the event stands: for `Subscription.roomEvent(after:)`. */
  readonly position: Scalars['String']['output'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Makes a room for the viewer, who owns it, and others. */
  readonly createRoom: CreateRoomPayload;
  /** Deletes a message of the viewer's: its place in the room stays, its body goes. */
  readonly deleteMessage: DeleteMessagePayload;
  /** Changes the body of a message of the viewer's. */
  readonly editMessage: EditMessagePayload;
  /** Leaves a room of the kind GROUP. With the last who leaves it the room goes, and all that was said in it. */
  readonly leaveRoom: LeaveRoomPayload;
  /** Says up to where the viewer has read; never moves back. */
  readonly markRoomRead: MarkRoomReadPayload;
  /** Opens the room of the viewer and another person, or answers the one they have. While one of the two blocks the other, it is there for neither. */
  readonly openDirectRoom: OpenDirectRoomPayload;
  /** Posts a message. The same `clientMessageId` again answers with the message already posted. */
  readonly sendMessage: SendMessagePayload;
  /** Tells the room that the viewer is writing, or stopped; kept nowhere. */
  readonly setTyping: SetTypingPayload;
};


export type MutationCreateRoomArgs = {
  input: CreateRoomInput;
};


export type MutationDeleteMessageArgs = {
  input: DeleteMessageInput;
};


export type MutationEditMessageArgs = {
  input: EditMessageInput;
};


export type MutationLeaveRoomArgs = {
  input: LeaveRoomInput;
};


export type MutationMarkRoomReadArgs = {
  input: MarkRoomReadInput;
};


export type MutationOpenDirectRoomArgs = {
  input: OpenDirectRoomInput;
};


export type MutationSendMessageArgs = {
  input: SendMessageInput;
};


export type MutationSetTypingArgs = {
  input: SetTypingInput;
};

/** With whom to talk. */
export type OpenDirectRoomInput = {
  /** Somebody else, whom the viewer has not blocked. */
  readonly userId: Scalars['ID']['input'];
};

/** The room of the two. */
export type OpenDirectRoomPayload = {
  readonly __typename?: 'OpenDirectRoomPayload';
  /** The room; null with `userErrors`. */
  readonly room?: Maybe<Room>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Where a page lies in its list (Relay's connection specification). */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** The cursor of the last edge of the page; null for an empty page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether there is more after `endCursor`. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether there is more before `startCursor`. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first edge of the page; null for an empty page. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

export type Query = {
  readonly __typename?: 'Query';
  /** A room by id; null when there is none, or when the viewer is not in it. */
  readonly room?: Maybe<Room>;
};


export type QueryRoomArgs = {
  id: Scalars['ID']['input'];
};

/** Somebody read on. */
export type ReadMarkerMoved = {
  readonly __typename?: 'ReadMarkerMoved';
  /** Where in the room's history the event stands: for `Subscription.roomEvent(after:)`. */
  readonly position: Scalars['String']['output'];
  /** The newest message they have read, of those that the viewer sees. */
  readonly upToMessageId: Scalars['ID']['output'];
  /** Who read; null while people cannot be looked up. */
  readonly user?: Maybe<User>;
};

/** Where people talk. */
export type Room = {
  readonly __typename?: 'Room';
  /** The group session whose room it is; null for rooms of other kinds, and for who may not see the session any more. */
  readonly groupSession?: Maybe<GroupSession>;
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /** What the room is for. */
  readonly kind: RoomKind;
  /** The newest message that the viewer sees; null when there is none. */
  readonly lastMessage?: Maybe<Message>;
  /** Who is in it, in the order they came; at most 100. Nobody who blocked the viewer, or whom the viewer blocked. */
  readonly members: ReadonlyArray<RoomMember>;
  /** Messages, oldest first, paged from the newest back. Those of people who blocked the viewer, or whom the viewer blocked, are left out while the block stands. */
  readonly messages: MessageConnection;
  /** What the room is called; null for a room of two, a group's room without a title, the moment until its competition or squad is known here, and a group session's, which says itself what it is called: `groupSession`. */
  readonly title?: Maybe<Scalars['String']['output']>;
  /** Messages of others after the viewer's read marker, but for deleted ones and those of people blocked. */
  readonly unreadCount: Scalars['Int']['output'];
};


/** Where people talk. */
export type RoomMessagesArgs = {
  before?: InputMaybe<Scalars['String']['input']>;
  last?: Scalars['Int']['input'];
};

/** A page of rooms. */
export type RoomConnection = {
  readonly __typename?: 'RoomConnection';
  /** The rooms of the page with their cursors. */
  readonly edges: ReadonlyArray<RoomEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** A room in a list. */
export type RoomEdge = {
  readonly __typename?: 'RoomEdge';
  /** Where the room stands in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The room. */
  readonly node: Room;
};

/** Something that happened in a room. */
export type RoomEvent = MemberJoined | MemberLeft | MessageDeleted | MessageEdited | MessagePosted | ReadMarkerMoved | TypingChanged;

/** Kinds of rooms. */
export type RoomKind =
  /** The room a competition gets by itself. */
  | 'COMPETITION'
  /** The room of two people. */
  | 'DIRECT'
  /** A room that somebody made for a group. */
  | 'GROUP'
  /** The room a group session gets by itself. */
  | 'GROUP_SESSION'
  /** The room a squad gets by itself. */
  | 'SQUAD';

/** Somebody in a room. */
export type RoomMember = {
  readonly __typename?: 'RoomMember';
  /** What they are there. */
  readonly role: RoomRole;
  /** Who it is; null while people cannot be looked up. */
  readonly user?: Maybe<User>;
};

/** Roles in a room. */
export type RoomRole =
  /** May read and write. */
  | 'MEMBER'
  /** May read and write, and runs the room. */
  | 'OWNER';

/** What to post. */
export type SendMessageInput = {
  /** 1 to 4000 characters, one of them to be seen. */
  readonly body: Scalars['String']['input'];
  /** Made by the client, 1 to 100 characters on one line, unique for the author and the room: makes a retry harmless. */
  readonly clientMessageId: Scalars['String']['input'];
  /** A message of the same room that the viewer sees. */
  readonly replyToId?: InputMaybe<Scalars['ID']['input']>;
  /** A room the viewer is in. */
  readonly roomId: Scalars['ID']['input'];
};

/** The posted message. */
export type SendMessagePayload = {
  readonly __typename?: 'SendMessagePayload';
  /** The message; null with `userErrors`. */
  readonly message?: Maybe<Message>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Whether the viewer is writing. */
export type SetTypingInput = {
  /** A room the viewer is in. */
  readonly roomId: Scalars['ID']['input'];
  /** Whether the viewer is writing. */
  readonly typing: Scalars['Boolean']['input'];
};

/** Told. */
export type SetTypingPayload = {
  readonly __typename?: 'SetTypingPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

export type Squad = {
  readonly __typename?: 'Squad';
  readonly id: Scalars['ID']['output'];
  /** Where the squad talks; null for those who are not in it, and for the moment until it is made. */
  readonly room?: Maybe<Room>;
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /**
   * Every event of a room the viewer is in, from now on, in order, none lost; but for those of people who blocked the viewer, or
   * whom the viewer blocked. Ends when the viewer leaves the room. `NOT_FOUND` for others. Who connects again says what they heard
   * last, and is told what came since.
   */
  readonly roomEvent: RoomEvent;
};


export type SubscriptionRoomEventArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  roomId: Scalars['ID']['input'];
};

/** Somebody began or stopped writing. Not part of the room's history: sent once, never repeated. */
export type TypingChanged = {
  readonly __typename?: 'TypingChanged';
  /** Whether they are writing. */
  readonly typing: Scalars['Boolean']['output'];
  /** Who writes; null while people cannot be looked up. */
  readonly user?: Maybe<User>;
};

export type User = {
  readonly __typename?: 'User';
  readonly id: Scalars['ID']['output'];
};

/** Something the caller did that can be mended: shown to the person, or handled by `code`. */
export type UserError = {
  readonly __typename?: 'UserError';
  /** Stable: programs may depend on it. */
  readonly code: UserErrorCode;
  /** A sentence in English for the person in front of the screen. */
  readonly message: Scalars['String']['output'];
  /** Where in the input the problem lies, as field names from the input object down; null when it concerns the whole request. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** After how many seconds it makes sense to try again; with `RATE_LIMITED`, where it is known. */
  readonly retryAfterSeconds?: Maybe<Scalars['Int']['output']>;
};

/** Every code a `userErrors` list can hold, but for UNAUTHENTICATED. */
export type UserErrorCode =
  /** The caller, or whom the input names, takes part already. */
  | 'ALREADY_JOINED'
  /** The competition is over or was cancelled. */
  | 'COMPETITION_CLOSED'
  /** The e-mail address belongs to another account. */
  | 'EMAIL_TAKEN'
  /** The file is larger than allowed. */
  | 'FILE_TOO_LARGE'
  /** The caller may not do this. */
  | 'FORBIDDEN'
  /** The goal was achieved or missed already. */
  | 'GOAL_CLOSED'
  /** The group session is over, or does not run. */
  | 'GROUP_SESSION_CLOSED'
  /** As many take part in the group session as may. */
  | 'GROUP_SESSION_FULL'
  /** The import is done, or cannot be stopped any more. */
  | 'IMPORT_CLOSED'
  /** Unknown e-mail address or wrong password. */
  | 'INVALID_CREDENTIALS'
  /** A value of the input is not allowed; `path` names it. */
  | 'INVALID_INPUT'
  /** The invite code is missing or wrong. */
  | 'INVALID_INVITE_CODE'
  /** The refresh token is unknown, expired or revoked. */
  | 'INVALID_REFRESH_TOKEN'
  /** The token of a mailed link is unknown, expired or used. */
  | 'INVALID_TOKEN'
  /** There are as many of these as are allowed. */
  | 'LIMIT_REACHED'
  /** The message was deleted. */
  | 'MESSAGE_DELETED'
  /** What the input refers to does not exist, or the caller may not know that it does. */
  | 'NOT_FOUND'
  /** The team is of a squad that the caller is not in. */
  | 'NOT_IN_SQUAD'
  /** Too many attempts; try again after `retryAfterSeconds`. */
  | 'RATE_LIMITED'
  /** A refresh token was used twice: the whole session is revoked. */
  | 'REFRESH_TOKEN_REUSED'
  /** The squad has as many members or invitations as it can. */
  | 'SQUAD_FULL'
  /** As many play for the team as may. */
  | 'TEAM_FULL'
  /**
   * Never in `userErrors`, but the `extensions.code` of an error: the request's token is wrong or too old, or its session is over. Where a field
   * wants a login and the request has no token, the field's error has the code `UNAUTHORIZED_FIELD_OR_TYPE`. After either one logs in; where
   * there is a refresh token, `refreshSession` comes first.
   */
  | 'UNAUTHENTICATED'
  /** The upload was not taken up in time. */
  | 'UPLOAD_EXPIRED'
  /** The upload has not received its bytes yet. */
  | 'UPLOAD_INCOMPLETE'
  /** The username belongs to somebody else, or is kept from people. */
  | 'USERNAME_TAKEN'
  /** The workout is not being recorded, or not any more. */
  | 'WORKOUT_NOT_RUNNING';

export type Viewer = {
  readonly __typename?: 'Viewer';
  readonly id: Scalars['ID']['output'];
  /** The rooms the viewer is in, the one with the newest message that the viewer sees first; a room without any stands where it was made. */
  readonly rooms?: Maybe<RoomConnection>;
};


export type ViewerRoomsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Competition: Competition;
  GroupSession: GroupSession;
  Message: Message;
  Room: Room;
  Squad: Squad;
  Viewer: Viewer;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Competition:
    ( { __typename: 'Competition' }
    & GraphQLRecursivePick<FederationTypes['Competition'], {"id":true}> );
  GroupSession:
    ( { __typename: 'GroupSession' }
    & GraphQLRecursivePick<FederationTypes['GroupSession'], {"id":true}> );
  Message:
    ( { __typename: 'Message' }
    & GraphQLRecursivePick<FederationTypes['Message'], {"id":true}> );
  Room:
    ( { __typename: 'Room' }
    & GraphQLRecursivePick<FederationTypes['Room'], {"id":true}> );
  Squad:
    ( { __typename: 'Squad' }
    & GraphQLRecursivePick<FederationTypes['Squad'], {"id":true}> );
  Viewer:
    ( { __typename: 'Viewer' }
    & GraphQLRecursivePick<FederationTypes['Viewer'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Competition: ResolverTypeWrapper<CompetitionModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CreateRoomInput: CreateRoomInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  CreateRoomPayload: ResolverTypeWrapper<Omit<CreateRoomPayload, 'room'> & { room?: Maybe<ResolversTypes['Room']> }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteMessageInput: DeleteMessageInput;
  DeleteMessagePayload: ResolverTypeWrapper<Omit<DeleteMessagePayload, 'message'> & { message?: Maybe<ResolversTypes['Message']> }>;
  EditMessageInput: EditMessageInput;
  EditMessagePayload: ResolverTypeWrapper<Omit<EditMessagePayload, 'message'> & { message?: Maybe<ResolversTypes['Message']> }>;
  GroupSession: ResolverTypeWrapper<GroupSessionModel>;
  LeaveRoomInput: LeaveRoomInput;
  LeaveRoomPayload: ResolverTypeWrapper<LeaveRoomPayload>;
  MarkRoomReadInput: MarkRoomReadInput;
  MarkRoomReadPayload: ResolverTypeWrapper<Omit<MarkRoomReadPayload, 'room'> & { room?: Maybe<ResolversTypes['Room']> }>;
  MemberJoined: ResolverTypeWrapper<MemberJoinedModel>;
  MemberLeft: ResolverTypeWrapper<MemberLeftModel>;
  Message: ResolverTypeWrapper<MessageModel>;
  MessageConnection: ResolverTypeWrapper<Omit<MessageConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['MessageEdge']> }>;
  MessageDeleted: ResolverTypeWrapper<MessageDeletedModel>;
  MessageEdge: ResolverTypeWrapper<Omit<MessageEdge, 'node'> & { node: ResolversTypes['Message'] }>;
  MessageEdited: ResolverTypeWrapper<MessageEditedModel>;
  MessagePosted: ResolverTypeWrapper<MessagePostedModel>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OpenDirectRoomInput: OpenDirectRoomInput;
  OpenDirectRoomPayload: ResolverTypeWrapper<Omit<OpenDirectRoomPayload, 'room'> & { room?: Maybe<ResolversTypes['Room']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReadMarkerMoved: ResolverTypeWrapper<ReadMarkerMovedModel>;
  Room: ResolverTypeWrapper<RoomModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  RoomConnection: ResolverTypeWrapper<Omit<RoomConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['RoomEdge']> }>;
  RoomEdge: ResolverTypeWrapper<Omit<RoomEdge, 'node'> & { node: ResolversTypes['Room'] }>;
  RoomEvent: ResolverTypeWrapper<RoomEventModel>;
  RoomKind: RoomKind;
  RoomMember: ResolverTypeWrapper<RoomMemberModel>;
  RoomRole: RoomRole;
  SendMessageInput: SendMessageInput;
  SendMessagePayload: ResolverTypeWrapper<Omit<SendMessagePayload, 'message'> & { message?: Maybe<ResolversTypes['Message']> }>;
  SetTypingInput: SetTypingInput;
  SetTypingPayload: ResolverTypeWrapper<SetTypingPayload>;
  Squad: ResolverTypeWrapper<SquadModel>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TypingChanged: ResolverTypeWrapper<TypingChangedModel>;
  User: ResolverTypeWrapper<UserModel>;
  UserError: ResolverTypeWrapper<UserError>;
  UserErrorCode: UserErrorCode;
  Viewer: ResolverTypeWrapper<ViewerModel>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Competition: CompetitionModel;
  ID: Scalars['ID']['output'];
  CreateRoomInput: CreateRoomInput;
  String: Scalars['String']['output'];
  CreateRoomPayload: Omit<CreateRoomPayload, 'room'> & { room?: Maybe<ResolversParentTypes['Room']> };
  DateTime: Scalars['DateTime']['output'];
  DeleteMessageInput: DeleteMessageInput;
  DeleteMessagePayload: Omit<DeleteMessagePayload, 'message'> & { message?: Maybe<ResolversParentTypes['Message']> };
  EditMessageInput: EditMessageInput;
  EditMessagePayload: Omit<EditMessagePayload, 'message'> & { message?: Maybe<ResolversParentTypes['Message']> };
  GroupSession: GroupSessionModel;
  LeaveRoomInput: LeaveRoomInput;
  LeaveRoomPayload: LeaveRoomPayload;
  MarkRoomReadInput: MarkRoomReadInput;
  MarkRoomReadPayload: Omit<MarkRoomReadPayload, 'room'> & { room?: Maybe<ResolversParentTypes['Room']> };
  MemberJoined: MemberJoinedModel;
  MemberLeft: MemberLeftModel;
  Message: MessageModel;
  MessageConnection: Omit<MessageConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['MessageEdge']> };
  MessageDeleted: MessageDeletedModel;
  MessageEdge: Omit<MessageEdge, 'node'> & { node: ResolversParentTypes['Message'] };
  MessageEdited: MessageEditedModel;
  MessagePosted: MessagePostedModel;
  Mutation: Record<PropertyKey, never>;
  OpenDirectRoomInput: OpenDirectRoomInput;
  OpenDirectRoomPayload: Omit<OpenDirectRoomPayload, 'room'> & { room?: Maybe<ResolversParentTypes['Room']> };
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Query: Record<PropertyKey, never>;
  ReadMarkerMoved: ReadMarkerMovedModel;
  Room: RoomModel;
  Int: Scalars['Int']['output'];
  RoomConnection: Omit<RoomConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['RoomEdge']> };
  RoomEdge: Omit<RoomEdge, 'node'> & { node: ResolversParentTypes['Room'] };
  RoomEvent: RoomEventModel;
  RoomMember: RoomMemberModel;
  SendMessageInput: SendMessageInput;
  SendMessagePayload: Omit<SendMessagePayload, 'message'> & { message?: Maybe<ResolversParentTypes['Message']> };
  SetTypingInput: SetTypingInput;
  SetTypingPayload: SetTypingPayload;
  Squad: SquadModel;
  Subscription: Record<PropertyKey, never>;
  TypingChanged: TypingChangedModel;
  User: UserModel;
  UserError: UserError;
  Viewer: ViewerModel;
};

export type CompetitionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Competition'] = ResolversParentTypes['Competition'], FederationReferenceType extends FederationReferenceTypes['Competition'] = FederationReferenceTypes['Competition']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Competition']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  room?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType>;
};

export type CreateRoomPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateRoomPayload'] = ResolversParentTypes['CreateRoomPayload']> = {
  room?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteMessagePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteMessagePayload'] = ResolversParentTypes['DeleteMessagePayload']> = {
  message?: Resolver<Maybe<ResolversTypes['Message']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type EditMessagePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EditMessagePayload'] = ResolversParentTypes['EditMessagePayload']> = {
  message?: Resolver<Maybe<ResolversTypes['Message']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type GroupSessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GroupSession'] = ResolversParentTypes['GroupSession'], FederationReferenceType extends FederationReferenceTypes['GroupSession'] = FederationReferenceTypes['GroupSession']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['GroupSession']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  room?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType>;
};

export type LeaveRoomPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeaveRoomPayload'] = ResolversParentTypes['LeaveRoomPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type MarkRoomReadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MarkRoomReadPayload'] = ResolversParentTypes['MarkRoomReadPayload']> = {
  room?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type MemberJoinedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemberJoined'] = ResolversParentTypes['MemberJoined']> = {
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MemberLeftResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemberLeft'] = ResolversParentTypes['MemberLeft']> = {
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Message'] = ResolversParentTypes['Message'], FederationReferenceType extends FederationReferenceTypes['Message'] = FederationReferenceTypes['Message']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Message']> | FederationReferenceType, FederationReferenceType, ContextType>;
  author?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  body?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  deletedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  editedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  replyTo?: Resolver<Maybe<ResolversTypes['Message']>, ParentType, ContextType>;
  sentAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MessageConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageConnection'] = ResolversParentTypes['MessageConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['MessageEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MessageDeletedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageDeleted'] = ResolversParentTypes['MessageDeleted']> = {
  message?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessageEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageEdge'] = ResolversParentTypes['MessageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type MessageEditedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageEdited'] = ResolversParentTypes['MessageEdited']> = {
  message?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessagePostedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessagePosted'] = ResolversParentTypes['MessagePosted']> = {
  message?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createRoom?: Resolver<ResolversTypes['CreateRoomPayload'], ParentType, ContextType, RequireFields<MutationCreateRoomArgs, 'input'>>;
  deleteMessage?: Resolver<ResolversTypes['DeleteMessagePayload'], ParentType, ContextType, RequireFields<MutationDeleteMessageArgs, 'input'>>;
  editMessage?: Resolver<ResolversTypes['EditMessagePayload'], ParentType, ContextType, RequireFields<MutationEditMessageArgs, 'input'>>;
  leaveRoom?: Resolver<ResolversTypes['LeaveRoomPayload'], ParentType, ContextType, RequireFields<MutationLeaveRoomArgs, 'input'>>;
  markRoomRead?: Resolver<ResolversTypes['MarkRoomReadPayload'], ParentType, ContextType, RequireFields<MutationMarkRoomReadArgs, 'input'>>;
  openDirectRoom?: Resolver<ResolversTypes['OpenDirectRoomPayload'], ParentType, ContextType, RequireFields<MutationOpenDirectRoomArgs, 'input'>>;
  sendMessage?: Resolver<ResolversTypes['SendMessagePayload'], ParentType, ContextType, RequireFields<MutationSendMessageArgs, 'input'>>;
  setTyping?: Resolver<ResolversTypes['SetTypingPayload'], ParentType, ContextType, RequireFields<MutationSetTypingArgs, 'input'>>;
};

export type OpenDirectRoomPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenDirectRoomPayload'] = ResolversParentTypes['OpenDirectRoomPayload']> = {
  room?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  room?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType, RequireFields<QueryRoomArgs, 'id'>>;
};

export type ReadMarkerMovedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReadMarkerMoved'] = ResolversParentTypes['ReadMarkerMoved']> = {
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  upToMessageId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RoomResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Room'] = ResolversParentTypes['Room'], FederationReferenceType extends FederationReferenceTypes['Room'] = FederationReferenceTypes['Room']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Room']> | FederationReferenceType, FederationReferenceType, ContextType>;
  groupSession?: Resolver<Maybe<ResolversTypes['GroupSession']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['RoomKind'], ParentType, ContextType>;
  lastMessage?: Resolver<Maybe<ResolversTypes['Message']>, ParentType, ContextType>;
  members?: Resolver<ReadonlyArray<ResolversTypes['RoomMember']>, ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['MessageConnection'], ParentType, ContextType, RequireFields<RoomMessagesArgs, 'last'>>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  unreadCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RoomConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RoomConnection'] = ResolversParentTypes['RoomConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RoomEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RoomEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RoomEdge'] = ResolversParentTypes['RoomEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Room'], ParentType, ContextType>;
};

export type RoomEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RoomEvent'] = ResolversParentTypes['RoomEvent']> = {
  __resolveType: TypeResolveFn<'MemberJoined' | 'MemberLeft' | 'MessageDeleted' | 'MessageEdited' | 'MessagePosted' | 'ReadMarkerMoved' | 'TypingChanged', ParentType, ContextType>;
};

export type RoomMemberResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RoomMember'] = ResolversParentTypes['RoomMember']> = {
  role?: Resolver<ResolversTypes['RoomRole'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type SendMessagePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SendMessagePayload'] = ResolversParentTypes['SendMessagePayload']> = {
  message?: Resolver<Maybe<ResolversTypes['Message']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SetTypingPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetTypingPayload'] = ResolversParentTypes['SetTypingPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SquadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Squad'] = ResolversParentTypes['Squad'], FederationReferenceType extends FederationReferenceTypes['Squad'] = FederationReferenceTypes['Squad']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Squad']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  room?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  roomEvent?: SubscriptionResolver<ResolversTypes['RoomEvent'], "roomEvent", ParentType, ContextType, RequireFields<SubscriptionRoomEventArgs, 'roomId'>>;
};

export type TypingChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TypingChanged'] = ResolversParentTypes['TypingChanged']> = {
  typing?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  retryAfterSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer'], FederationReferenceType extends FederationReferenceTypes['Viewer'] = FederationReferenceTypes['Viewer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Viewer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  rooms?: Resolver<Maybe<ResolversTypes['RoomConnection']>, ParentType, ContextType, RequireFields<ViewerRoomsArgs, 'first'>>;
};

export type Resolvers<ContextType = Context> = {
  Competition?: CompetitionResolvers<ContextType>;
  CreateRoomPayload?: CreateRoomPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteMessagePayload?: DeleteMessagePayloadResolvers<ContextType>;
  EditMessagePayload?: EditMessagePayloadResolvers<ContextType>;
  GroupSession?: GroupSessionResolvers<ContextType>;
  LeaveRoomPayload?: LeaveRoomPayloadResolvers<ContextType>;
  MarkRoomReadPayload?: MarkRoomReadPayloadResolvers<ContextType>;
  MemberJoined?: MemberJoinedResolvers<ContextType>;
  MemberLeft?: MemberLeftResolvers<ContextType>;
  Message?: MessageResolvers<ContextType>;
  MessageConnection?: MessageConnectionResolvers<ContextType>;
  MessageDeleted?: MessageDeletedResolvers<ContextType>;
  MessageEdge?: MessageEdgeResolvers<ContextType>;
  MessageEdited?: MessageEditedResolvers<ContextType>;
  MessagePosted?: MessagePostedResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OpenDirectRoomPayload?: OpenDirectRoomPayloadResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ReadMarkerMoved?: ReadMarkerMovedResolvers<ContextType>;
  Room?: RoomResolvers<ContextType>;
  RoomConnection?: RoomConnectionResolvers<ContextType>;
  RoomEdge?: RoomEdgeResolvers<ContextType>;
  RoomEvent?: RoomEventResolvers<ContextType>;
  RoomMember?: RoomMemberResolvers<ContextType>;
  SendMessagePayload?: SendMessagePayloadResolvers<ContextType>;
  SetTypingPayload?: SetTypingPayloadResolvers<ContextType>;
  Squad?: SquadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TypingChanged?: TypingChangedResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
};

