import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { UserModel, ViewerModel, DataExportModel, AuthSessionModel, ApiKeyModel, FriendshipModel, FriendshipUpdateModel, GoalModel, GoalAchievementModel, GoalWindowModel, SquadModel, SquadMemberModel, SquadInvitationModel, PrivacyModel, PrivacyZoneModel, BodyWeightModel } from '../models.ts';
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
  /** A calendar date without a time zone: `2026-05-01`. */
  Date: { input: string; output: string; }
  /** An instant in UTC, as RFC 3339 with milliseconds: `2026-05-01T06:30:00.000Z`. */
  DateTime: { input: string; output: Date | string; }
  /** An e-mail address. */
  EmailAddress: { input: string; output: string; }
  /** A time zone name of the IANA database: `Europe/Ljubljana`. */
  TimeZone: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** Which goal to give up. */
export type AbandonGoalInput = {
  /** One of `Viewer.goals`. */
  readonly goalId: Scalars['ID']['input'];
};

/** The goal that was given up. */
export type AbandonGoalPayload = {
  readonly __typename?: 'AbandonGoalPayload';
  /** The goal; null with `userErrors`. */
  readonly goal?: Maybe<Goal>;
  /** What went wrong; empty on success. `GOAL_CLOSED`: it was achieved or missed already. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Whose request to accept. */
export type AcceptFriendInput = {
  /** The other person. */
  readonly userId: Scalars['ID']['input'];
};

/** Friends. */
export type AcceptFriendPayload = {
  readonly __typename?: 'AcceptFriendPayload';
  /** What is between the two now; null with `userErrors`. */
  readonly friendship?: Maybe<Friendship>;
  /** What went wrong; empty on success. `LIMIT_REACHED`: one of the two has 5000 friends. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Which invitation to take up. */
export type AcceptSquadInvitationInput = {
  /** The squad. */
  readonly squadId: Scalars['ID']['input'];
};

/** The squad after that. */
export type AcceptSquadInvitationPayload = {
  readonly __typename?: 'AcceptSquadInvitationPayload';
  /** The squad; null with `userErrors`. */
  readonly squad?: Maybe<Squad>;
  /** What went wrong; empty on success. `LIMIT_REACHED`: the viewer is in 100 squads; `SQUAD_FULL`: as many are in this one. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A place to hide. */
export type AddPrivacyZoneInput = {
  /** -90 to 90. */
  readonly latitude: Scalars['Float']['input'];
  /** -180 to 180. */
  readonly longitude: Scalars['Float']['input'];
  /** 50 to 1000. */
  readonly radiusMeters: Scalars['Float']['input'];
  /** 1 to 60 characters on one line. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
};

/** The place is hidden. */
export type AddPrivacyZonePayload = {
  readonly __typename?: 'AddPrivacyZonePayload';
  /** The new zone; null with `userErrors`. */
  readonly privacyZone?: Maybe<PrivacyZone>;
  /** What went wrong; empty on success. `LIMIT_REACHED`: there are 20 zones. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A key by which a device or its bridge sends data for a person: good for `ingestDeviceData`, and for nothing else. */
export type ApiKey = {
  readonly __typename?: 'ApiKey';
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Never changes. It is not the key itself. */
  readonly id: Scalars['ID']['output'];
  /** When it was last used, to the minute; null when it never was. */
  readonly lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What its owner calls it. */
  readonly name: Scalars['String']['output'];
};

/** One place where a person is logged in. Tokens are shown once, when they are made. */
export type AuthSession = {
  readonly __typename?: 'AuthSession';
  /** When the person logged in. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Whether the request is made with this session. */
  readonly current: Scalars['Boolean']['output'];
  /** Stays the same through refreshes. */
  readonly id: Scalars['ID']['output'];
  /** When a token of the session was last made. */
  readonly lastUsedAt: Scalars['DateTime']['output'];
  /** What the program said it is (`User-Agent`) that opened the session, or refreshed it last: at most 300 printable characters of it; null where it said nothing. */
  readonly userAgent?: Maybe<Scalars['String']['output']>;
};

/** Whom to block. */
export type BlockUserInput = {
  /** The other person. */
  readonly userId: Scalars['ID']['input'];
};

/** Blocked. */
export type BlockUserPayload = {
  readonly __typename?: 'BlockUserPayload';
  /** The id of the friendship, or of the request, that ended with it; null when there was none, and with `userErrors`. */
  readonly removedFriendshipId?: Maybe<Scalars['ID']['output']>;
  /** The other person, as the viewer sees them now; null with `userErrors`, and for those whom the person blocked meanwhile. */
  readonly user?: Maybe<User>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What a person weighed on a day. */
export type BodyWeight = {
  readonly __typename?: 'BodyWeight';
  /** The day, where the person was. */
  readonly measuredOn: Scalars['Date']['output'];
  /** The last one that was told for the day. */
  readonly weightKilograms: Scalars['Float']['output'];
};

/** A page of what a person weighed. */
export type BodyWeightConnection = {
  readonly __typename?: 'BodyWeightConnection';
  /** The weights of the page with their cursors. */
  readonly edges: ReadonlyArray<BodyWeightEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** What a person weighed, in a list. */
export type BodyWeightEdge = {
  readonly __typename?: 'BodyWeightEdge';
  /** Stays right while weights come. */
  readonly cursor: Scalars['String']['output'];
  /** The weight. */
  readonly node: BodyWeight;
};

/** The address the account shall have. */
export type ChangeEmailInput = {
  /** Where the link is mailed to: an address as in `RegisterInput`. */
  readonly newEmail: Scalars['EmailAddress']['input'];
  /** Needed when the account has one; an account without one needs a log-in at its outside issuer in the last ten minutes instead, as the token tells its time. */
  readonly password?: InputMaybe<Scalars['String']['input']>;
};

/** The link is on its way. */
export type ChangeEmailPayload = {
  readonly __typename?: 'ChangeEmailPayload';
  /** What went wrong; empty on success. Does not tell whether the address belongs to somebody else. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The person, whose address stays as it is until the link is followed; null with `userErrors`. */
  readonly viewer?: Maybe<Viewer>;
};

/** The password as it is, and as it shall be. */
export type ChangePasswordInput = {
  /** Needed when the account has one; an account without one needs a log-in at its outside issuer in the last ten minutes instead, as the token tells its time. */
  readonly currentPassword?: InputMaybe<Scalars['String']['input']>;
  /** 8 to 128 characters. Not one of the commonest, nor one character again and again, nor the username, the e-mail address or what stands before its `@`. */
  readonly newPassword: Scalars['String']['input'];
};

/** The password is changed. */
export type ChangePasswordPayload = {
  readonly __typename?: 'ChangePasswordPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What somebody is to be in which squad. */
export type ChangeSquadMemberRoleInput = {
  /** An owner can make others owners; the only owner stays one. */
  readonly role: SquadRole;
  /** The squad. */
  readonly squadId: Scalars['ID']['input'];
  /** The person. */
  readonly userId: Scalars['ID']['input'];
};

/** The squad after that. */
export type ChangeSquadMemberRolePayload = {
  readonly __typename?: 'ChangeSquadMemberRolePayload';
  /** The squad; null with `userErrors`. */
  readonly squad?: Maybe<Squad>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What was mailed. */
export type ConfirmEmailInput = {
  /** The `token` of the mailed link: good once, for three days. */
  readonly token: Scalars['String']['input'];
};

/** The address is confirmed. */
export type ConfirmEmailPayload = {
  readonly __typename?: 'ConfirmEmailPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** Who is logged in, as they are after it, whosever address it was; null when nobody is, and with `userErrors`. */
  readonly viewer?: Maybe<Viewer>;
};

/** The key to make. */
export type CreateApiKeyInput = {
  /** What to call it: 1 to 60 characters on one line. */
  readonly name: Scalars['String']['input'];
};

/** The new key. */
export type CreateApiKeyPayload = {
  readonly __typename?: 'CreateApiKeyPayload';
  /** What is known of it from now on; null with `userErrors`. */
  readonly apiKey?: Maybe<ApiKey>;
  /** The key itself, which is shown this once; null with `userErrors`. */
  readonly key?: Maybe<Scalars['String']['output']>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What to call the squad. */
export type CreateSquadInput = {
  /** 1 to 60 characters on one line. */
  readonly name: Scalars['String']['input'];
};

/** The squad after that. */
export type CreateSquadPayload = {
  readonly __typename?: 'CreateSquadPayload';
  /** The squad; null with `userErrors`. */
  readonly squad?: Maybe<Squad>;
  /** What went wrong; empty on success. `LIMIT_REACHED`: the viewer is in 100 squads. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** An archive of all that is kept of a person. */
export type DataExport = {
  readonly __typename?: 'DataExport';
  /** How large it is; null until it is made. */
  readonly byteLength?: Maybe<Scalars['Float']['output']>;
  /** Where it can be downloaded by whoever has the address, for an hour; ask again for a new one. Null unless it is ready. */
  readonly downloadUrl?: Maybe<Scalars['String']['output']>;
  /** As in `dataExportUpdated`. */
  readonly id: Scalars['ID']['output'];
  /** When it was made; null until then. */
  readonly readyAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was asked for. */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** Whether it can be downloaded. */
  readonly status: DataExportStatus;
};

/** How far an archive is. */
export type DataExportStatus =
  /** It was removed, or could not be made. */
  | 'EXPIRED'
  /** The domains are asked for their parts. */
  | 'PENDING'
  /** It can be downloaded, for seven days, or until a newer one of the person's is ready. */
  | 'READY';

/** Whose request to decline. */
export type DeclineFriendInput = {
  /** The other person. */
  readonly userId: Scalars['ID']['input'];
};

/** Declined. */
export type DeclineFriendPayload = {
  readonly __typename?: 'DeclineFriendPayload';
  /** The id of the request that is no more; null with `userErrors`. */
  readonly removedFriendshipId?: Maybe<Scalars['ID']['output']>;
  /** The other person, as the viewer sees them now; null with `userErrors`, and for those whom the person blocked meanwhile. */
  readonly user?: Maybe<User>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Which invitation to turn down. */
export type DeclineSquadInvitationInput = {
  /** The squad. */
  readonly squadId: Scalars['ID']['input'];
};

/** The squad after that. */
export type DeclineSquadInvitationPayload = {
  readonly __typename?: 'DeclineSquadInvitationPayload';
  /** The squad; null with `userErrors`. */
  readonly squad?: Maybe<Squad>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Proof that the owner wants it. */
export type DeleteAccountInput = {
  /** The account's password; an account without one needs a log-in at its outside issuer in the last ten minutes instead, as the token tells its time. */
  readonly password?: InputMaybe<Scalars['String']['input']>;
};

/** The account is deleted. */
export type DeleteAccountPayload = {
  readonly __typename?: 'DeleteAccountPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A friendship of the viewer's, or a request for one. */
export type Friendship = {
  readonly __typename?: 'Friendship';
  /** Stays the same, also when the two become friends again. */
  readonly id: Scalars['ID']['output'];
  /** When one asked the other; null once they are friends. */
  readonly requestedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whether the viewer asked, while there is no answer; null once they are friends. */
  readonly requestedByViewer?: Maybe<Scalars['Boolean']['output']>;
  /** Since when the two are friends; null until then. */
  readonly since?: Maybe<Scalars['DateTime']['output']>;
  /** Where it stands. */
  readonly status: FriendshipStatus;
  /** The other of the two; null while people cannot be looked up. */
  readonly user?: Maybe<User>;
};

/** A page of friendships. */
export type FriendshipConnection = {
  readonly __typename?: 'FriendshipConnection';
  /** The friendships of the page with their cursors. */
  readonly edges: ReadonlyArray<FriendshipEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** A friendship in a list. */
export type FriendshipEdge = {
  readonly __typename?: 'FriendshipEdge';
  /** Stays right while the list changes. */
  readonly cursor: Scalars['String']['output'];
  /** The friendship. */
  readonly node: Friendship;
};

/** Where a friendship stands. */
export type FriendshipStatus =
  /** The two are friends. */
  | 'ACCEPTED'
  /** One asked, and the other has not answered yet. */
  | 'PENDING';

/** What is between the viewer and another now. */
export type FriendshipUpdate = {
  readonly __typename?: 'FriendshipUpdate';
  /** The friendship or request as it is; null when it is no more. */
  readonly friendship?: Maybe<Friendship>;
  /** The id of the friendship or request, also when it is no more. */
  readonly friendshipId: Scalars['ID']['output'];
  /** The other of the two; null while people cannot be looked up, and for those whom the person blocked. */
  readonly user?: Maybe<User>;
};

/** So much of something in a window of days, once or again and again. Workouts count by the date where they began. */
export type Goal = {
  readonly __typename?: 'Goal';
  /** The day on which the goal was given up, by the calendar where the person was: no window of it comes any more, whatever its `status`. Null while it was not. */
  readonly abandonedOn?: Maybe<Scalars['Date']['output']>;
  /** When the target of this window was reached; null until then. Stays when workouts are deleted later. */
  readonly achievedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Which of the person's achievements that was, counted from 1 over all goals and windows in the order they were noted; null until then. */
  readonly achievementNumber?: Maybe<Scalars['Int']['output']>;
  /** When the goal was set. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** What was reached in this window, in the unit of the metric. Workouts with a `HARD` flag do not count. */
  readonly currentValue: Scalars['Float']['output'];
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /** What is counted. */
  readonly metric: GoalMetric;
  /** How often the window comes again, unless the goal was given up (`abandonedOn`); null when there is but one. */
  readonly recurrence?: Maybe<GoalRecurrence>;
  /** Only workouts of these sports count; all of them when empty. */
  readonly sports: ReadonlyArray<Sport>;
  /** The first day of this window. */
  readonly startDate: Scalars['Date']['output'];
  /** Where the goal stands in this window, by the calendar where the person is. */
  readonly status: GoalStatus;
  /** The last day of this window. */
  readonly targetDate: Scalars['Date']['output'];
  /** What is to be reached in each window, in the unit of the metric. */
  readonly targetValue: Scalars['Float']['output'];
  /** The windows so far, newest first: the history of a goal that recurs. The first is the one under way, or in which it was given up. */
  readonly windows: GoalWindowConnection;
};


/** So much of something in a window of days, once or again and again. Workouts count by the date where they began. */
export type GoalWindowsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/**
 * That a window of a goal was achieved. A type of its own: a workout that arrives late may achieve a window that has passed, and figures of that one
 * must not be taken for those of the `Goal`, which stands in the window under way.
 */
export type GoalAchievement = {
  readonly __typename?: 'GoalAchievement';
  /** When the target was reached. */
  readonly achievedAt: Scalars['DateTime']['output'];
  /** Which of the person's achievements this is, counted from 1 over all goals and windows in the order they were noted. */
  readonly achievementNumber: Scalars['Int']['output'];
  /** What was reached in the window by now, in the unit of the metric: less than the target when workouts were deleted meanwhile. */
  readonly currentValue: Scalars['Float']['output'];
  /** The goal as it stands now, in the window that is under way, or was the last. */
  readonly goal: Goal;
  /** The id of the goal, the same for each of its windows; `achievementNumber` tells achievements apart. */
  readonly id: Scalars['ID']['output'];
  /** What is counted. */
  readonly metric: GoalMetric;
  /** Only workouts of these sports count; all of them when empty. */
  readonly sports: ReadonlyArray<Sport>;
  /** The first day of the window. */
  readonly startDate: Scalars['Date']['output'];
  /** The last day of the window. */
  readonly targetDate: Scalars['Date']['output'];
  /** What was to be reached, in the unit of the metric. */
  readonly targetValue: Scalars['Float']['output'];
};

/** A page of goals. */
export type GoalConnection = {
  readonly __typename?: 'GoalConnection';
  /** The goals of the page with their cursors. */
  readonly edges: ReadonlyArray<GoalEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** A goal in a list. */
export type GoalEdge = {
  readonly __typename?: 'GoalEdge';
  /** Stays right while goals come. */
  readonly cursor: Scalars['String']['output'];
  /** The goal. */
  readonly node: Goal;
};

/** What a goal counts. */
export type GoalMetric =
  /** How many days with a workout. */
  | 'ACTIVE_DAYS'
  /** Metres. */
  | 'DISTANCE'
  /** Metres climbed. */
  | 'ELEVATION_GAIN'
  /** Kilocalories. */
  | 'ENERGY'
  /** Seconds without pauses. */
  | 'MOVING_TIME'
  /** How many workouts. */
  | 'WORKOUT_COUNT';

/** How often a goal comes again. */
export type GoalRecurrence =
  /** Every day. */
  | 'DAILY'
  /** Every month, from the day of its first day, or of the day after its last where no day lies between two windows; the last of a month that has no such day. */
  | 'MONTHLY'
  /** Every week, from the weekday of its first day. */
  | 'WEEKLY';

/** Where a goal stands. */
export type GoalStatus =
  /**
   * The person gave it up in this window, or when it was the last. A window that was achieved before stays `ACHIEVED`; whether its goal was
   * given up tells `Goal.abandonedOn`. A window whose last day was over by then may still be achieved by a workout of its days that arrives late.
   */
  | 'ABANDONED'
  /** The target was reached. Stays so when workouts are deleted later. */
  | 'ACHIEVED'
  /** Its last day is not over; it may yet be achieved. */
  | 'ACTIVE'
  /** Its last day is over. A workout of its days that arrives late may still achieve it. */
  | 'MISSED';

/** The days of a goal, or of one round of a goal that recurs. */
export type GoalWindow = {
  readonly __typename?: 'GoalWindow';
  /** When the target was reached; null until then. */
  readonly achievedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What was reached, in the unit of the goal's metric. */
  readonly currentValue: Scalars['Float']['output'];
  /** The first day. */
  readonly startDate: Scalars['Date']['output'];
  /** Where the goal stood, or stands, in this window. */
  readonly status: GoalStatus;
  /** The last day. */
  readonly targetDate: Scalars['Date']['output'];
};

/** A page of a goal's windows. */
export type GoalWindowConnection = {
  readonly __typename?: 'GoalWindowConnection';
  /** The windows of the page with their cursors. */
  readonly edges: ReadonlyArray<GoalWindowEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** A window of a goal in a list. */
export type GoalWindowEdge = {
  readonly __typename?: 'GoalWindowEdge';
  /** Stays right while windows come. */
  readonly cursor: Scalars['String']['output'];
  /** The window. */
  readonly node: GoalWindow;
};

/** Whom to invite to which squad. */
export type InviteToSquadInput = {
  /** The squad. */
  readonly squadId: Scalars['ID']['input'];
  /** The person. */
  readonly userId: Scalars['ID']['input'];
};

/** The squad after that. */
export type InviteToSquadPayload = {
  readonly __typename?: 'InviteToSquadPayload';
  /** The squad; null with `userErrors`. */
  readonly squad?: Maybe<Squad>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Which squad to leave. */
export type LeaveSquadInput = {
  /** The squad. */
  readonly squadId: Scalars['ID']['input'];
};

/** The squad after that. */
export type LeaveSquadPayload = {
  readonly __typename?: 'LeaveSquadPayload';
  /** The squad; null with `userErrors`, and when the last member left. */
  readonly squad?: Maybe<Squad>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What a person logs in with. */
export type LogInInput = {
  /** The account's address, in any case. */
  readonly email: Scalars['EmailAddress']['input'];
  /** The account's password. */
  readonly password: Scalars['String']['input'];
};

/** The opened session. */
export type LogInPayload = {
  readonly __typename?: 'LogInPayload';
  /** The new session; null with `userErrors`. */
  readonly session?: Maybe<SessionTokens>;
  /** Who is logged in; null with `userErrors`. */
  readonly user?: Maybe<User>;
  /** What went wrong; empty on success. Does not tell whether the account exists. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Which sessions to end. */
export type LogOutEverywhereInput = {
  /** Whether to stay logged in here; no when left out. */
  readonly keepCurrent?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The sessions are over. */
export type LogOutEverywherePayload = {
  readonly __typename?: 'LogOutEverywherePayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Which session to end. */
export type LogOutInput = {
  /** One of `Viewer.sessions`; the current one when left out. */
  readonly sessionId?: InputMaybe<Scalars['ID']['input']>;
};

/** The session is over. */
export type LogOutPayload = {
  readonly __typename?: 'LogOutPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Gives a goal of the viewer's up; one that recurs does not come again. A window that was achieved already stays `ACHIEVED`: `Goal.abandonedOn` tells that the goal was given up. */
  readonly abandonGoal: AbandonGoalPayload;
  /** Says yes to somebody who asked to be friends. */
  readonly acceptFriend: AcceptFriendPayload;
  /** Takes an invitation to a squad up. */
  readonly acceptSquadInvitation: AcceptSquadInvitationPayload;
  /** Hides around a place, from everybody but the viewer, where the viewer's workouts begin and end on the map; also those that are there already. */
  readonly addPrivacyZone: AddPrivacyZonePayload;
  /** Blocks somebody: they see nothing of the viewer from now on, as if there were no such person; a friendship between the two ends, and so do their invitations of each other to squads. */
  readonly blockUser: BlockUserPayload;
  /** Mails a link to a new address; the account has the address once `confirmEmail` is called with the link's token. Nothing is mailed when the address belongs to somebody else. */
  readonly changeEmail: ChangeEmailPayload;
  /** Changes the viewer's password, and ends their other sessions. */
  readonly changePassword: ChangePasswordPayload;
  /** Changes what somebody is in a squad. For its owners. */
  readonly changeSquadMemberRole: ChangeSquadMemberRolePayload;
  /** Confirms an address by the token that was mailed to it. */
  readonly confirmEmail: ConfirmEmailPayload;
  /** Makes a key by which a device of the viewer's, or its bridge, can send data as `Authorization: Bearer <key>`. At most 20 a person. */
  readonly createApiKey: CreateApiKeyPayload;
  /** Makes a squad, which the viewer owns. */
  readonly createSquad: CreateSquadPayload;
  /** Says no to somebody who asked to be friends. They are not told, and may ask again. */
  readonly declineFriend: DeclineFriendPayload;
  /** Turns an invitation to a squad down. */
  readonly declineSquadInvitation: DeclineSquadInvitationPayload;
  /**
   * Deletes the viewer's account. Every part of Laurel forgets the person, within seconds; this cannot be undone. What others share
   * with them stays for these: messages in their rooms, competitions that they take part in. Where nobody is left, it goes too.
   */
  readonly deleteAccount: DeleteAccountPayload;
  /** Invites somebody to a squad. For its owners. */
  readonly inviteToSquad: InviteToSquadPayload;
  /** Leaves a squad. When its only owner leaves, who has been in it longest owns it; when its last member leaves, it is no more. */
  readonly leaveSquad: LeaveSquadPayload;
  /** Opens a session with e-mail address and password. */
  readonly logIn: LogInPayload;
  /** Ends a session: the one named, or the one the request is made with. */
  readonly logOut: LogOutPayload;
  /** Ends all of the viewer's sessions. */
  readonly logOutEverywhere: LogOutEverywherePayload;
  /** Notes what the viewer weighed on a day. The last day's weight is that of the profile. */
  readonly recordBodyWeight: RecordBodyWeightPayload;
  /** Exchanges a refresh token for a new pair of tokens. Each refresh token works once: using one again revokes its whole session. */
  readonly refreshSession: RefreshSessionPayload;
  /** Makes an account and logs it in. */
  readonly register: RegisterPayload;
  /** Takes the viewer's picture away. */
  readonly removeAvatar: RemoveAvatarPayload;
  /** Forgets what the viewer weighed on a day. The last day's weight that is left is that of the profile; null when none is. */
  readonly removeBodyWeight: RemoveBodyWeightPayload;
  /** Ends a friendship, or takes a request back that was not answered. */
  readonly removeFriend: RemoveFriendPayload;
  /** Removes a privacy zone: what it hid is seen again. */
  readonly removePrivacyZone: RemovePrivacyZonePayload;
  /** Sends a member away, or takes an invitation back. For owners of the squad; `FORBIDDEN` for who is an owner, who can be made a member first. */
  readonly removeSquadMember: RemoveSquadMemberPayload;
  /** Gives a squad another name. For its owners. */
  readonly renameSquad: RenameSquadPayload;
  /** Asks for an archive of all that is kept of the viewer, as JSON and the files they sent. While one is under way it is answered again; a new one takes the place of the one before once it is ready. Who has asked for too many in a day is told `RATE_LIMITED`. */
  readonly requestDataExport: RequestDataExportPayload;
  /** Mails the viewer a link that confirms their address; nothing is mailed when it is confirmed. A new account is sent one by itself. `NOT_FOUND`, without a `path`, where the account has no address. */
  readonly requestEmailConfirmation: RequestEmailConfirmationPayload;
  /** Asks somebody to be friends. When they asked the viewer already, the two are friends at once. */
  readonly requestFriend: RequestFriendPayload;
  /** Mails a link with which a new password can be chosen, when the address belongs to an account; the answer does not tell. */
  readonly requestPasswordReset: RequestPasswordResetPayload;
  /** Chooses a new password by the token that was mailed, and ends all sessions of the account. */
  readonly resetPassword: ResetPasswordPayload;
  /** Revokes a key at once. */
  readonly revokeApiKey: RevokeApiKeyPayload;
  /** Sets a goal. Workouts of its days that are there already count, so it may be achieved at once. */
  readonly setGoal: SetGoalPayload;
  /** Takes a block back. A friendship that it ended stays ended. */
  readonly unblockUser: UnblockUserPayload;
  /** Changes who sees what of the viewer, and leaves the rest. Holds for what is there already, but for `workouts`; everywhere within a moment. */
  readonly updatePrivacy: UpdatePrivacyPayload;
  /** Changes what the input names of the viewer's profile, and leaves the rest. */
  readonly updateProfile: UpdateProfilePayload;
};


export type MutationAbandonGoalArgs = {
  input: AbandonGoalInput;
};


export type MutationAcceptFriendArgs = {
  input: AcceptFriendInput;
};


export type MutationAcceptSquadInvitationArgs = {
  input: AcceptSquadInvitationInput;
};


export type MutationAddPrivacyZoneArgs = {
  input: AddPrivacyZoneInput;
};


export type MutationBlockUserArgs = {
  input: BlockUserInput;
};


export type MutationChangeEmailArgs = {
  input: ChangeEmailInput;
};


export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


export type MutationChangeSquadMemberRoleArgs = {
  input: ChangeSquadMemberRoleInput;
};


export type MutationConfirmEmailArgs = {
  input: ConfirmEmailInput;
};


export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


export type MutationCreateSquadArgs = {
  input: CreateSquadInput;
};


export type MutationDeclineFriendArgs = {
  input: DeclineFriendInput;
};


export type MutationDeclineSquadInvitationArgs = {
  input: DeclineSquadInvitationInput;
};


export type MutationDeleteAccountArgs = {
  input: DeleteAccountInput;
};


export type MutationInviteToSquadArgs = {
  input: InviteToSquadInput;
};


export type MutationLeaveSquadArgs = {
  input: LeaveSquadInput;
};


export type MutationLogInArgs = {
  input: LogInInput;
};


export type MutationLogOutArgs = {
  input: LogOutInput;
};


export type MutationLogOutEverywhereArgs = {
  input: LogOutEverywhereInput;
};


export type MutationRecordBodyWeightArgs = {
  input: RecordBodyWeightInput;
};


export type MutationRefreshSessionArgs = {
  input: RefreshSessionInput;
};


export type MutationRegisterArgs = {
  input: RegisterInput;
};


export type MutationRemoveBodyWeightArgs = {
  input: RemoveBodyWeightInput;
};


export type MutationRemoveFriendArgs = {
  input: RemoveFriendInput;
};


export type MutationRemovePrivacyZoneArgs = {
  input: RemovePrivacyZoneInput;
};


export type MutationRemoveSquadMemberArgs = {
  input: RemoveSquadMemberInput;
};


export type MutationRenameSquadArgs = {
  input: RenameSquadInput;
};


export type MutationRequestFriendArgs = {
  input: RequestFriendInput;
};


export type MutationRequestPasswordResetArgs = {
  input: RequestPasswordResetInput;
};


export type MutationResetPasswordArgs = {
  input: ResetPasswordInput;
};


export type MutationRevokeApiKeyArgs = {
  input: RevokeApiKeyInput;
};


export type MutationSetGoalArgs = {
  input: SetGoalInput;
};


export type MutationUnblockUserArgs = {
  input: UnblockUserInput;
};


export type MutationUpdatePrivacyArgs = {
  input: UpdatePrivacyInput;
};


export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
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

/** What a person tells of themselves: each field is null where it was not told, or where the one who asks may not see it. */
export type PersonProfile = {
  readonly __typename?: 'PersonProfile';
  /** Seen as `Privacy.birthDate` says. */
  readonly birthDate?: Maybe<Scalars['Date']['output']>;
  /** Seen as `Privacy.body` says. */
  readonly heightCentimeters?: Maybe<Scalars['Float']['output']>;
  /** Seen as `Privacy.body` says. */
  readonly maxHeartRateBpm?: Maybe<Scalars['Int']['output']>;
  /** Seen as `Privacy.body` says. */
  readonly restingHeartRateBpm?: Maybe<Scalars['Int']['output']>;
  /** Seen as `Privacy.sex` says. */
  readonly sex?: Maybe<Sex>;
  /** Where the person lives by the clock. */
  readonly timeZone: Scalars['TimeZone']['output'];
  /** Seen as `Privacy.body` says. */
  readonly weightKilograms?: Maybe<Scalars['Float']['output']>;
};

/** Who sees what of a person. Username, display name and picture are always seen; somebody the person blocked sees nothing. */
export type Privacy = {
  readonly __typename?: 'Privacy';
  /** The birth date in it. ONLY_ME at first. */
  readonly birthDate: Visibility;
  /**
   * Weight, height, resting and maximum heart rate in it. ONLY_ME at first. What workouts would tell of the body is seen by those
   * alone who see these, birth date and sex: energy computed with them, and zones of heart rate.
   */
  readonly body: Visibility;
  /** The heart rates of those workouts that somebody may see. EVERYONE at first: whoever sees the workout. */
  readonly heartRate: Visibility;
  /** The routes of those workouts that somebody may see. EVERYONE at first: whoever sees the workout. */
  readonly map: Visibility;
  /**
   * `User.profile`: what follows is seen by nobody who does not see this. FRIENDS at first. The time zone in it may be told by workouts
   * and competitions all the same: whoever sees one sees its `timeZone`, which is the owner's where nothing else says it.
   */
  readonly profile: Visibility;
  /** The sex in it. ONLY_ME at first. */
  readonly sex: Visibility;
  /** New workouts, when nothing else is said; the same as `Viewer.defaultVisibility`. ONLY_ME at first. */
  readonly workouts: Visibility;
};

/**
 * A place around which a person's workouts begin and end unseen by others. What is hidden is a somewhat larger circle with
 * another centre, which holds this one: where many routes are first seen does not tell where the place is. It keeps the place off the map, and no more: the totals of
 * workouts stay whole, so that the length of what is hidden can be reckoned, and from several straight ways the place. A workout
 * that must not tell it is for `ONLY_ME`.
 */
export type PrivacyZone = {
  readonly __typename?: 'PrivacyZone';
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /** In degrees. */
  readonly latitude: Scalars['Float']['output'];
  /** In degrees. */
  readonly longitude: Scalars['Float']['output'];
  /** 50 to 1000. Hidden are up to 1.5 times as many metres around the place, and one more. */
  readonly radiusMeters: Scalars['Float']['output'];
  /** What the person calls it. */
  readonly title?: Maybe<Scalars['String']['output']>;
};

export type Query = {
  readonly __typename?: 'Query';
  /** People by username, in any case: first those whose name begins with the text, then those whose name holds it (from 3 characters on), each in the order of names. Nobody who blocked the viewer, or whom the viewer blocked. */
  readonly searchUsers?: Maybe<UserConnection>;
  /** A squad by id; null when there is none, or when the viewer is neither in it nor invited. */
  readonly squad?: Maybe<Squad>;
  /** A person by id, as everyone sees them; null when there is no such person, and for those whom the person blocked. */
  readonly user?: Maybe<User>;
  /** The person the request is made for; null when nobody is logged in, or when the session is over. */
  readonly viewer?: Maybe<Viewer>;
};


export type QuerySearchUsersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  query: Scalars['String']['input'];
};


export type QuerySquadArgs = {
  id: Scalars['ID']['input'];
};


export type QueryUserArgs = {
  id: Scalars['ID']['input'];
};

/** What was weighed, and when. */
export type RecordBodyWeightInput = {
  /** From 1900 on, and not in the future; today where the person is when left out. What was told for the day before is replaced. */
  readonly measuredOn?: InputMaybe<Scalars['Date']['input']>;
  /** 20 to 400. */
  readonly weightKilograms: Scalars['Float']['input'];
};

/** The weight was noted. */
export type RecordBodyWeightPayload = {
  readonly __typename?: 'RecordBodyWeightPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The person after the change; null with `userErrors`. */
  readonly viewer?: Maybe<Viewer>;
};

/** Which session to go on with. */
export type RefreshSessionInput = {
  /** The newest refresh token of the session. */
  readonly refreshToken: Scalars['String']['input'];
};

/** The session with new tokens. */
export type RefreshSessionPayload = {
  readonly __typename?: 'RefreshSessionPayload';
  /** The same session with new tokens; null with `userErrors`. */
  readonly session?: Maybe<SessionTokens>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What an account needs. */
export type RegisterInput = {
  /** 1 to 60 characters on one line; the username when left out. */
  readonly displayName?: InputMaybe<Scalars['String']['input']>;
  /** Unique whatever its case; ASCII, at most 254 characters, 64 of them before the `@`. */
  readonly email: Scalars['EmailAddress']['input'];
  /** 8 to 128 characters. Not one of the commonest, nor one character again and again, nor the username, the e-mail address or what stands before its `@`. */
  readonly password: Scalars['String']['input'];
  /** UTC when left out. */
  readonly timeZone?: InputMaybe<Scalars['TimeZone']['input']>;
  /** 3 to 30 letters (`a` to `z`), digits, `_`, `.` or `-`, beginning with a letter or digit; unique whatever its case. Names that speak for the house, such as `admin` or `support`, are `USERNAME_TAKEN` too. */
  readonly username: Scalars['String']['input'];
};

/** The new account. */
export type RegisterPayload = {
  readonly __typename?: 'RegisterPayload';
  /** The account's first session; null with `userErrors`. */
  readonly session?: Maybe<SessionTokens>;
  /** The new person; null with `userErrors`. */
  readonly user?: Maybe<User>;
  /** What has to be mended before it works; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The picture is gone. */
export type RemoveAvatarPayload = {
  readonly __typename?: 'RemoveAvatarPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The person after the change; null with `userErrors`. */
  readonly viewer?: Maybe<Viewer>;
};

/** Which weight is to be forgotten. */
export type RemoveBodyWeightInput = {
  /** Its `BodyWeight.measuredOn`. */
  readonly measuredOn: Scalars['Date']['input'];
};

/** The weight was forgotten. */
export type RemoveBodyWeightPayload = {
  readonly __typename?: 'RemoveBodyWeightPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The person after the change; null with `userErrors`. */
  readonly viewer?: Maybe<Viewer>;
};

/** Whose friend to be no more. */
export type RemoveFriendInput = {
  /** The other person. */
  readonly userId: Scalars['ID']['input'];
};

/** Friends no more. */
export type RemoveFriendPayload = {
  readonly __typename?: 'RemoveFriendPayload';
  /** The id of the friendship, or of the request, that is no more; null with `userErrors`. */
  readonly removedFriendshipId?: Maybe<Scalars['ID']['output']>;
  /** The other person, as the viewer sees them now; null with `userErrors`, and for those whom the person blocked meanwhile. */
  readonly user?: Maybe<User>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Which place to hide no more. */
export type RemovePrivacyZoneInput = {
  /** One of `Viewer.privacyZones`. */
  readonly privacyZoneId: Scalars['ID']['input'];
};

/** The place is hidden no more. */
export type RemovePrivacyZonePayload = {
  readonly __typename?: 'RemovePrivacyZonePayload';
  /** The zone that is gone; null with `userErrors`. */
  readonly removedPrivacyZoneId?: Maybe<Scalars['ID']['output']>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Whom to send away from which squad. */
export type RemoveSquadMemberInput = {
  /** The squad. */
  readonly squadId: Scalars['ID']['input'];
  /** The person. */
  readonly userId: Scalars['ID']['input'];
};

/** The squad after that. */
export type RemoveSquadMemberPayload = {
  readonly __typename?: 'RemoveSquadMemberPayload';
  /** The squad; null with `userErrors`. */
  readonly squad?: Maybe<Squad>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What to call which squad. */
export type RenameSquadInput = {
  /** 1 to 60 characters on one line. */
  readonly name: Scalars['String']['input'];
  /** The squad. */
  readonly squadId: Scalars['ID']['input'];
};

/** The squad after that. */
export type RenameSquadPayload = {
  readonly __typename?: 'RenameSquadPayload';
  /** The squad; null with `userErrors`. */
  readonly squad?: Maybe<Squad>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The archive that was asked for. */
export type RequestDataExportPayload = {
  readonly __typename?: 'RequestDataExportPayload';
  /** The archive; null with `userErrors`. */
  readonly dataExport?: Maybe<DataExport>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The link is on its way. */
export type RequestEmailConfirmationPayload = {
  readonly __typename?: 'RequestEmailConfirmationPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Whom to ask. */
export type RequestFriendInput = {
  /** The other person. */
  readonly userId: Scalars['ID']['input'];
};

/** Asked, or friends already. */
export type RequestFriendPayload = {
  readonly __typename?: 'RequestFriendPayload';
  /** What is between the two now; null with `userErrors`. */
  readonly friendship?: Maybe<Friendship>;
  /** What went wrong; empty on success. `LIMIT_REACHED`: 500 requests of the viewer's wait for an answer, or, when they asked the viewer already, one of the two has 5000 friends. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Whose password is forgotten. */
export type RequestPasswordResetInput = {
  /** The account's address, in any case. */
  readonly email: Scalars['EmailAddress']['input'];
};

/** The request is taken. */
export type RequestPasswordResetPayload = {
  readonly __typename?: 'RequestPasswordResetPayload';
  /** What went wrong; empty on success. Does not tell whether the account exists. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What was mailed, and the new password. */
export type ResetPasswordInput = {
  /** 8 to 128 characters. Not one of the commonest, nor one character again and again, nor the username, the e-mail address or what stands before its `@`. */
  readonly newPassword: Scalars['String']['input'];
  /** The `token` of the mailed link: good once, for an hour. */
  readonly token: Scalars['String']['input'];
};

/** The password is changed, and every session of the account over. */
export type ResetPasswordPayload = {
  readonly __typename?: 'ResetPasswordPayload';
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The key to revoke. */
export type RevokeApiKeyInput = {
  /** One of `Viewer.apiKeys`. */
  readonly apiKeyId: Scalars['ID']['input'];
};

/** The key is revoked. */
export type RevokeApiKeyPayload = {
  readonly __typename?: 'RevokeApiKeyPayload';
  /** Which it was; null with `userErrors`. */
  readonly revokedApiKeyId?: Maybe<Scalars['ID']['output']>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A session with its tokens, as answered once to the one who opened or refreshed it. */
export type SessionTokens = {
  readonly __typename?: 'SessionTokens';
  /** A JWT for the header `Authorization: Bearer …`. */
  readonly accessToken: Scalars['String']['output'];
  /** When the access token stops working: 15 minutes after it was made. */
  readonly accessTokenExpiresAt: Scalars['DateTime']['output'];
  /** The session's id, as in `Viewer.sessions`. */
  readonly id: Scalars['ID']['output'];
  /** Good for one `refreshSession`. */
  readonly refreshToken: Scalars['String']['output'];
};

/** What to reach, and until when. */
export type SetGoalInput = {
  /** What is counted. */
  readonly metric: GoalMetric;
  /** The window comes again so often, until the goal is abandoned; it must not be longer than that. Once only when left out. */
  readonly recurrence?: InputMaybe<GoalRecurrence>;
  /** Only workouts of these sports count; all of them when left out or empty. */
  readonly sports?: InputMaybe<ReadonlyArray<Sport>>;
  /**
   * The first day; may be past, by ten years at most. Left out: today where the person is, or for a goal that recurs the day from which its windows
   * follow one another without a gap.
   */
  readonly startDate?: InputMaybe<Scalars['Date']['input']>;
  /** The last day, of the first window if the goal recurs: today or later where the person is, at most ten years ahead. */
  readonly targetDate: Scalars['Date']['input'];
  /**
   * More than 0, at most 1 000 000 000, in the unit of the metric; a whole number where things are counted. For ACTIVE_DAYS not more
   * than there are days from the first to the last.
   */
  readonly targetValue: Scalars['Float']['input'];
};

/** The goal that was set. */
export type SetGoalPayload = {
  readonly __typename?: 'SetGoalPayload';
  /** The new goal; null with `userErrors`. */
  readonly goal?: Maybe<Goal>;
  /** What went wrong; empty on success. `LIMIT_REACHED`: 100 goals are under way, those achieved once and for all not among them. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Sex, as the formulae for energy need it. */
export type Sex =
  /** Female. */
  | 'FEMALE'
  /** Male. */
  | 'MALE';

/** What kind of activity a workout is. */
export type Sport =
  /** Road cycling, and cycling of no special kind. */
  | 'CYCLING'
  /** Hiking. */
  | 'HIKING'
  /** Cycling on a trainer or an ergometer. */
  | 'INDOOR_CYCLING'
  /** Mountain biking. */
  | 'MOUNTAIN_BIKING'
  /** Swimming in open water. */
  | 'OPEN_WATER_SWIMMING'
  /** Anything else. */
  | 'OTHER'
  /** Rowing, on water or on a machine. */
  | 'ROWING'
  /** Running on roads or a track. */
  | 'RUNNING'
  /** Skiing of any kind. */
  | 'SKIING'
  /** Strength training. */
  | 'STRENGTH'
  /** Swimming in a pool. */
  | 'SWIMMING'
  /** Running on trails. */
  | 'TRAIL_RUNNING'
  /** Walking. */
  | 'WALKING'
  /** Yoga. */
  | 'YOGA';

/** A lasting group of people. Seen by those who are in it or invited. */
export type Squad = {
  readonly __typename?: 'Squad';
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /**
   * Whom its owners invited and who has not answered, the last invited first, but for those who blocked the viewer; null for who is no
   * owner. `removeSquadMember` takes an invitation back.
   */
  readonly invitedUsers?: Maybe<UserConnection>;
  /** How many are in it: 1 to 100. */
  readonly memberCount: Scalars['Int']['output'];
  /** Who is in it, in the order they came. */
  readonly members: SquadMemberConnection;
  /** What it is called. */
  readonly name: Scalars['String']['output'];
  /** What the viewer is in it; null while invited, and in the answer to leaving it or turning its invitation down. */
  readonly viewerRole?: Maybe<SquadRole>;
};


/** A lasting group of people. Seen by those who are in it or invited. */
export type SquadInvitedUsersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** A lasting group of people. Seen by those who are in it or invited. */
export type SquadMembersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** A page of squads. */
export type SquadConnection = {
  readonly __typename?: 'SquadConnection';
  /** The squads of the page with their cursors. */
  readonly edges: ReadonlyArray<SquadEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** A squad in a list. */
export type SquadEdge = {
  readonly __typename?: 'SquadEdge';
  /** Stays right while the list changes. */
  readonly cursor: Scalars['String']['output'];
  /** The squad. */
  readonly node: Squad;
};

/** Word that somebody is wanted in a squad. */
export type SquadInvitation = {
  readonly __typename?: 'SquadInvitation';
  /** When. */
  readonly invitedAt: Scalars['DateTime']['output'];
  /** Who invited; null while people cannot be looked up, for those whom the person blocked, and when they deleted their account. */
  readonly invitedBy?: Maybe<User>;
  /** The squad. */
  readonly squad: Squad;
};

/** A page of invitations. */
export type SquadInvitationConnection = {
  readonly __typename?: 'SquadInvitationConnection';
  /** The invitations of the page with their cursors. */
  readonly edges: ReadonlyArray<SquadInvitationEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** An invitation in a list. */
export type SquadInvitationEdge = {
  readonly __typename?: 'SquadInvitationEdge';
  /** Stays right while the list changes. */
  readonly cursor: Scalars['String']['output'];
  /** The invitation. */
  readonly node: SquadInvitation;
};

/** Somebody in a squad. */
export type SquadMember = {
  readonly __typename?: 'SquadMember';
  /** When they came. */
  readonly joinedAt: Scalars['DateTime']['output'];
  /** What they are in it. */
  readonly role: SquadRole;
  /** Who it is; null while people cannot be looked up, and for those whom the person blocked. */
  readonly user?: Maybe<User>;
};

/** A page of members. */
export type SquadMemberConnection = {
  readonly __typename?: 'SquadMemberConnection';
  /** The members of the page with their cursors. */
  readonly edges: ReadonlyArray<SquadMemberEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** A member in a list. */
export type SquadMemberEdge = {
  readonly __typename?: 'SquadMemberEdge';
  /** Stays right while members come and go. */
  readonly cursor: Scalars['String']['output'];
  /** The member. */
  readonly node: SquadMember;
};

/** Roles in a squad. */
export type SquadRole =
  /** Is in it. */
  | 'MEMBER'
  /** Runs the squad: names it, invites, sends away, gives roles. */
  | 'OWNER';

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** An export of the viewer's as it is, and when it is ready; ends then. */
  readonly dataExportUpdated: DataExport;
  /**
   * What is between the viewer and others, as it changes: first the requests that wait for the viewer's answer, then each friendship
   * or request of the viewer's when it is made, answered or ended. Who asked is not told when somebody declines.
   */
  readonly friendshipUpdated: FriendshipUpdate;
  /**
   * Each window of a goal of the viewer's that is achieved, the moment it happens; on every
   * connection that listens then. What was told to no connection of the session comes first when it listens again (of the last
   * 30 days), and what was told does not come again; only when one of our processes dies while it tells may the last one. That it was
   * told is known, and not that it arrived: a connection may be gone without a word, and of several that begin at the same moment
   * one may be told what the others are not. Who gives `after` gets all that they did not.
   */
  readonly goalAchieved: GoalAchievement;
};


export type SubscriptionDataExportUpdatedArgs = {
  id: Scalars['ID']['input'];
};


export type SubscriptionGoalAchievedArgs = {
  after?: InputMaybe<Scalars['Int']['input']>;
};

/** Whom to block no more. */
export type UnblockUserInput = {
  /** The other person. */
  readonly userId: Scalars['ID']['input'];
};

/** Blocked no more. */
export type UnblockUserPayload = {
  readonly __typename?: 'UnblockUserPayload';
  /** The other person, as the viewer sees them now; null with `userErrors`, and for those whom the person blocked meanwhile. */
  readonly user?: Maybe<User>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Systems of units a person can choose to read. */
export type UnitSystem =
  /** Miles, feet, pounds. */
  | 'IMPERIAL'
  /** Kilometres, metres, kilograms. */
  | 'METRIC';

/** What to change. Left out: stays. The fields are those of `Privacy`. */
export type UpdatePrivacyInput = {
  /** The birth date. */
  readonly birthDate?: InputMaybe<Visibility>;
  /** Weight, height, resting and maximum heart rate. */
  readonly body?: InputMaybe<Visibility>;
  /** Heart rates. */
  readonly heartRate?: InputMaybe<Visibility>;
  /** Routes. */
  readonly map?: InputMaybe<Visibility>;
  /** The profile. */
  readonly profile?: InputMaybe<Visibility>;
  /** The sex. */
  readonly sex?: InputMaybe<Visibility>;
  /** New workouts, when nothing else is said. */
  readonly workouts?: InputMaybe<Visibility>;
};

/** The changed privacy. */
export type UpdatePrivacyPayload = {
  readonly __typename?: 'UpdatePrivacyPayload';
  /** What went wrong; empty on success. Nothing was changed otherwise. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The person after the change; null with `userErrors`. */
  readonly viewer?: Maybe<Viewer>;
};

/** What to change. Left out: stays. Null: is forgotten, where a profile can do without. */
export type UpdateProfileInput = {
  /** Between 1900 and 5 years ago. */
  readonly birthDate?: InputMaybe<Scalars['Date']['input']>;
  /** Who sees new workouts. */
  readonly defaultVisibility?: InputMaybe<Visibility>;
  /** 1 to 60 characters on one line; null brings the username back. */
  readonly displayName?: InputMaybe<Scalars['String']['input']>;
  /** 50 to 280. */
  readonly heightCentimeters?: InputMaybe<Scalars['Float']['input']>;
  /** 90 to 240. */
  readonly maxHeartRateBpm?: InputMaybe<Scalars['Int']['input']>;
  /** 25 to 150, and below the maximum. */
  readonly restingHeartRateBpm?: InputMaybe<Scalars['Int']['input']>;
  /** As the formulae for energy need it. */
  readonly sex?: InputMaybe<Sex>;
  /** A name of the IANA database. */
  readonly timeZone?: InputMaybe<Scalars['TimeZone']['input']>;
  /** The units to read. */
  readonly units?: InputMaybe<UnitSystem>;
  /**
   * 20 to 400. What is weighed today, and noted for today in `bodyWeights`, also when it is as before. Null forgets all that was
   * ever noted there.
   */
  readonly weightKilograms?: InputMaybe<Scalars['Float']['input']>;
};

/** The changed profile. */
export type UpdateProfilePayload = {
  readonly __typename?: 'UpdateProfilePayload';
  /** What went wrong; empty on success. Nothing was changed otherwise. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The person after the change; null with `userErrors`. */
  readonly viewer?: Maybe<Viewer>;
};

/** A person as everyone sees them. */
export type User = {
  readonly __typename?: 'User';
  /**
   * Where the person's picture is found: a square WebP of at least so many pixels a side (512 at most); null without one. To set it,
   * open an upload with the purpose AVATAR and send the bytes.
   */
  readonly avatarUrl?: Maybe<Scalars['String']['output']>;
  /** What the person wants to be called; the username unless they chose otherwise. */
  readonly displayName: Scalars['String']['output'];
  /** What is between the viewer and this person; null when neither asked the other, and without a viewer. */
  readonly friendship?: Maybe<Friendship>;
  /** Never changes, and is not used again after the account is deleted. */
  readonly id: Scalars['ID']['output'];
  /** How many friends this person and the viewer have in common; 0 without a viewer, and for the viewer. */
  readonly mutualFriendCount: Scalars['Int']['output'];
  /** What the person tells of themselves, as far as the one who asks may see it; null when none of it. */
  readonly profile?: Maybe<PersonProfile>;
  /** Unique whatever its case; can be searched for. */
  readonly username: Scalars['String']['output'];
};


/** A person as everyone sees them. */
export type UserAvatarUrlArgs = {
  size?: Scalars['Int']['input'];
};

/** A page of people. */
export type UserConnection = {
  readonly __typename?: 'UserConnection';
  /** The people of the page with their cursors. */
  readonly edges: ReadonlyArray<UserEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** Somebody in a list. */
export type UserEdge = {
  readonly __typename?: 'UserEdge';
  /** Stays right while the list changes. */
  readonly cursor: Scalars['String']['output'];
  /** Who it is. */
  readonly node: User;
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

/** The person the request is made for: what only they may see hangs here. */
export type Viewer = {
  readonly __typename?: 'Viewer';
  /** The keys of the viewer's devices, in the order they were made; at most 20. */
  readonly apiKeys: ReadonlyArray<ApiKey>;
  /** Used for heart-rate zones and energy; null when not told. */
  readonly birthDate?: Maybe<Scalars['Date']['output']>;
  /** Whom the viewer blocked, newest first. */
  readonly blockedUsers: UserConnection;
  /** What the person weighed, the last day first. */
  readonly bodyWeights: BodyWeightConnection;
  /** The newest archives the person asked for in the last 30 days; at most 20. */
  readonly dataExports: ReadonlyArray<DataExport>;
  /** Who sees a new workout when its import does not say. */
  readonly defaultVisibility: Visibility;
  /** What the person wants to be called. */
  readonly displayName: Scalars['String']['output'];
  /** The address the person logs in with; null for an account made by an outside identity without a verified address. */
  readonly email?: Maybe<Scalars['EmailAddress']['output']>;
  /** When the person showed that they read the mail of the address; null when they have not. */
  readonly emailConfirmedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Requests for the viewer to answer, newest first. */
  readonly friendRequestsReceived: FriendshipConnection;
  /** Requests of the viewer's that nobody answered yet, newest first. */
  readonly friendRequestsSent: FriendshipConnection;
  /** The viewer's friends, the newest friendship first. */
  readonly friends: UserConnection;
  /** The person's goals, the last set first; each in the window that is under way, or was the last. */
  readonly goals: GoalConnection;
  /** Whether the person can log in with a password; otherwise by an outside identity alone. */
  readonly hasPassword: Scalars['Boolean']['output'];
  /** Null when not told. */
  readonly heightCentimeters?: Maybe<Scalars['Float']['output']>;
  /** The id of the person; the same as their `User.id`. */
  readonly id: Scalars['ID']['output'];
  /** The measured maximum; null when not told, and zones then go by age. */
  readonly maxHeartRateBpm?: Maybe<Scalars['Int']['output']>;
  /** Who sees what of the person. */
  readonly privacy: Privacy;
  /** Places around which the person's workouts begin and end unseen by others; at most 20. */
  readonly privacyZones: ReadonlyArray<PrivacyZone>;
  /** Null when not told. */
  readonly restingHeartRateBpm?: Maybe<Scalars['Int']['output']>;
  /** Where the person is logged in, most recently used first; at most 100, always with the session the request is made with. */
  readonly sessions: ReadonlyArray<AuthSession>;
  /** Used for energy; null when not told. */
  readonly sex?: Maybe<Sex>;
  /** Squads that invite the viewer, the last invitation first. */
  readonly squadInvitations: SquadInvitationConnection;
  /** The squads the viewer is in, the last joined first. */
  readonly squads: SquadConnection;
  /** Where the person lives by the clock; workouts without a position are dated by it. */
  readonly timeZone: Scalars['TimeZone']['output'];
  /** The system of units the person wants to read. */
  readonly units: UnitSystem;
  /** The public half of the person. */
  readonly user: User;
  /** Unique whatever its case. */
  readonly username: Scalars['String']['output'];
  /** Used for energy; null when not told. */
  readonly weightKilograms?: Maybe<Scalars['Float']['output']>;
};


/** The person the request is made for: what only they may see hangs here. */
export type ViewerBlockedUsersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** The person the request is made for: what only they may see hangs here. */
export type ViewerBodyWeightsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** The person the request is made for: what only they may see hangs here. */
export type ViewerFriendRequestsReceivedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** The person the request is made for: what only they may see hangs here. */
export type ViewerFriendRequestsSentArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** The person the request is made for: what only they may see hangs here. */
export type ViewerFriendsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** The person the request is made for: what only they may see hangs here. */
export type ViewerGoalsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** The person the request is made for: what only they may see hangs here. */
export type ViewerSquadInvitationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** The person the request is made for: what only they may see hangs here. */
export type ViewerSquadsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** Who may see something. */
export type Visibility =
  /** Everyone, also without an account. */
  | 'EVERYONE'
  /** The owner and the owner's friends. */
  | 'FRIENDS'
  /** The owner alone. */
  | 'ONLY_ME';



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
  Squad: Squad;
  User: User;
  Viewer: Viewer;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Squad:
    ( { __typename: 'Squad' }
    & GraphQLRecursivePick<FederationTypes['Squad'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
  Viewer:
    ( { __typename: 'Viewer' }
    & GraphQLRecursivePick<FederationTypes['Viewer'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AbandonGoalInput: AbandonGoalInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AbandonGoalPayload: ResolverTypeWrapper<Omit<AbandonGoalPayload, 'goal'> & { goal?: Maybe<ResolversTypes['Goal']> }>;
  AcceptFriendInput: AcceptFriendInput;
  AcceptFriendPayload: ResolverTypeWrapper<Omit<AcceptFriendPayload, 'friendship'> & { friendship?: Maybe<ResolversTypes['Friendship']> }>;
  AcceptSquadInvitationInput: AcceptSquadInvitationInput;
  AcceptSquadInvitationPayload: ResolverTypeWrapper<Omit<AcceptSquadInvitationPayload, 'squad'> & { squad?: Maybe<ResolversTypes['Squad']> }>;
  AddPrivacyZoneInput: AddPrivacyZoneInput;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  AddPrivacyZonePayload: ResolverTypeWrapper<Omit<AddPrivacyZonePayload, 'privacyZone'> & { privacyZone?: Maybe<ResolversTypes['PrivacyZone']> }>;
  ApiKey: ResolverTypeWrapper<ApiKeyModel>;
  AuthSession: ResolverTypeWrapper<AuthSessionModel>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  BlockUserInput: BlockUserInput;
  BlockUserPayload: ResolverTypeWrapper<Omit<BlockUserPayload, 'user'> & { user?: Maybe<ResolversTypes['User']> }>;
  BodyWeight: ResolverTypeWrapper<BodyWeightModel>;
  BodyWeightConnection: ResolverTypeWrapper<Omit<BodyWeightConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['BodyWeightEdge']> }>;
  BodyWeightEdge: ResolverTypeWrapper<Omit<BodyWeightEdge, 'node'> & { node: ResolversTypes['BodyWeight'] }>;
  ChangeEmailInput: ChangeEmailInput;
  ChangeEmailPayload: ResolverTypeWrapper<Omit<ChangeEmailPayload, 'viewer'> & { viewer?: Maybe<ResolversTypes['Viewer']> }>;
  ChangePasswordInput: ChangePasswordInput;
  ChangePasswordPayload: ResolverTypeWrapper<ChangePasswordPayload>;
  ChangeSquadMemberRoleInput: ChangeSquadMemberRoleInput;
  ChangeSquadMemberRolePayload: ResolverTypeWrapper<Omit<ChangeSquadMemberRolePayload, 'squad'> & { squad?: Maybe<ResolversTypes['Squad']> }>;
  ConfirmEmailInput: ConfirmEmailInput;
  ConfirmEmailPayload: ResolverTypeWrapper<Omit<ConfirmEmailPayload, 'viewer'> & { viewer?: Maybe<ResolversTypes['Viewer']> }>;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: ResolverTypeWrapper<Omit<CreateApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversTypes['ApiKey']> }>;
  CreateSquadInput: CreateSquadInput;
  CreateSquadPayload: ResolverTypeWrapper<Omit<CreateSquadPayload, 'squad'> & { squad?: Maybe<ResolversTypes['Squad']> }>;
  DataExport: ResolverTypeWrapper<DataExportModel>;
  DataExportStatus: DataExportStatus;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeclineFriendInput: DeclineFriendInput;
  DeclineFriendPayload: ResolverTypeWrapper<Omit<DeclineFriendPayload, 'user'> & { user?: Maybe<ResolversTypes['User']> }>;
  DeclineSquadInvitationInput: DeclineSquadInvitationInput;
  DeclineSquadInvitationPayload: ResolverTypeWrapper<Omit<DeclineSquadInvitationPayload, 'squad'> & { squad?: Maybe<ResolversTypes['Squad']> }>;
  DeleteAccountInput: DeleteAccountInput;
  DeleteAccountPayload: ResolverTypeWrapper<DeleteAccountPayload>;
  EmailAddress: ResolverTypeWrapper<Scalars['EmailAddress']['output']>;
  Friendship: ResolverTypeWrapper<FriendshipModel>;
  FriendshipConnection: ResolverTypeWrapper<Omit<FriendshipConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['FriendshipEdge']> }>;
  FriendshipEdge: ResolverTypeWrapper<Omit<FriendshipEdge, 'node'> & { node: ResolversTypes['Friendship'] }>;
  FriendshipStatus: FriendshipStatus;
  FriendshipUpdate: ResolverTypeWrapper<FriendshipUpdateModel>;
  Goal: ResolverTypeWrapper<GoalModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  GoalAchievement: ResolverTypeWrapper<GoalAchievementModel>;
  GoalConnection: ResolverTypeWrapper<Omit<GoalConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['GoalEdge']> }>;
  GoalEdge: ResolverTypeWrapper<Omit<GoalEdge, 'node'> & { node: ResolversTypes['Goal'] }>;
  GoalMetric: GoalMetric;
  GoalRecurrence: GoalRecurrence;
  GoalStatus: GoalStatus;
  GoalWindow: ResolverTypeWrapper<GoalWindowModel>;
  GoalWindowConnection: ResolverTypeWrapper<Omit<GoalWindowConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['GoalWindowEdge']> }>;
  GoalWindowEdge: ResolverTypeWrapper<Omit<GoalWindowEdge, 'node'> & { node: ResolversTypes['GoalWindow'] }>;
  InviteToSquadInput: InviteToSquadInput;
  InviteToSquadPayload: ResolverTypeWrapper<Omit<InviteToSquadPayload, 'squad'> & { squad?: Maybe<ResolversTypes['Squad']> }>;
  LeaveSquadInput: LeaveSquadInput;
  LeaveSquadPayload: ResolverTypeWrapper<Omit<LeaveSquadPayload, 'squad'> & { squad?: Maybe<ResolversTypes['Squad']> }>;
  LogInInput: LogInInput;
  LogInPayload: ResolverTypeWrapper<Omit<LogInPayload, 'user'> & { user?: Maybe<ResolversTypes['User']> }>;
  LogOutEverywhereInput: LogOutEverywhereInput;
  LogOutEverywherePayload: ResolverTypeWrapper<LogOutEverywherePayload>;
  LogOutInput: LogOutInput;
  LogOutPayload: ResolverTypeWrapper<LogOutPayload>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PersonProfile: ResolverTypeWrapper<PersonProfile>;
  Privacy: ResolverTypeWrapper<PrivacyModel>;
  PrivacyZone: ResolverTypeWrapper<PrivacyZoneModel>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecordBodyWeightInput: RecordBodyWeightInput;
  RecordBodyWeightPayload: ResolverTypeWrapper<Omit<RecordBodyWeightPayload, 'viewer'> & { viewer?: Maybe<ResolversTypes['Viewer']> }>;
  RefreshSessionInput: RefreshSessionInput;
  RefreshSessionPayload: ResolverTypeWrapper<RefreshSessionPayload>;
  RegisterInput: RegisterInput;
  RegisterPayload: ResolverTypeWrapper<Omit<RegisterPayload, 'user'> & { user?: Maybe<ResolversTypes['User']> }>;
  RemoveAvatarPayload: ResolverTypeWrapper<Omit<RemoveAvatarPayload, 'viewer'> & { viewer?: Maybe<ResolversTypes['Viewer']> }>;
  RemoveBodyWeightInput: RemoveBodyWeightInput;
  RemoveBodyWeightPayload: ResolverTypeWrapper<Omit<RemoveBodyWeightPayload, 'viewer'> & { viewer?: Maybe<ResolversTypes['Viewer']> }>;
  RemoveFriendInput: RemoveFriendInput;
  RemoveFriendPayload: ResolverTypeWrapper<Omit<RemoveFriendPayload, 'user'> & { user?: Maybe<ResolversTypes['User']> }>;
  RemovePrivacyZoneInput: RemovePrivacyZoneInput;
  RemovePrivacyZonePayload: ResolverTypeWrapper<RemovePrivacyZonePayload>;
  RemoveSquadMemberInput: RemoveSquadMemberInput;
  RemoveSquadMemberPayload: ResolverTypeWrapper<Omit<RemoveSquadMemberPayload, 'squad'> & { squad?: Maybe<ResolversTypes['Squad']> }>;
  RenameSquadInput: RenameSquadInput;
  RenameSquadPayload: ResolverTypeWrapper<Omit<RenameSquadPayload, 'squad'> & { squad?: Maybe<ResolversTypes['Squad']> }>;
  RequestDataExportPayload: ResolverTypeWrapper<Omit<RequestDataExportPayload, 'dataExport'> & { dataExport?: Maybe<ResolversTypes['DataExport']> }>;
  RequestEmailConfirmationPayload: ResolverTypeWrapper<RequestEmailConfirmationPayload>;
  RequestFriendInput: RequestFriendInput;
  RequestFriendPayload: ResolverTypeWrapper<Omit<RequestFriendPayload, 'friendship'> & { friendship?: Maybe<ResolversTypes['Friendship']> }>;
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestPasswordResetPayload: ResolverTypeWrapper<RequestPasswordResetPayload>;
  ResetPasswordInput: ResetPasswordInput;
  ResetPasswordPayload: ResolverTypeWrapper<ResetPasswordPayload>;
  RevokeApiKeyInput: RevokeApiKeyInput;
  RevokeApiKeyPayload: ResolverTypeWrapper<RevokeApiKeyPayload>;
  SessionTokens: ResolverTypeWrapper<SessionTokens>;
  SetGoalInput: SetGoalInput;
  SetGoalPayload: ResolverTypeWrapper<Omit<SetGoalPayload, 'goal'> & { goal?: Maybe<ResolversTypes['Goal']> }>;
  Sex: Sex;
  Sport: Sport;
  Squad: ResolverTypeWrapper<SquadModel>;
  SquadConnection: ResolverTypeWrapper<Omit<SquadConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['SquadEdge']> }>;
  SquadEdge: ResolverTypeWrapper<Omit<SquadEdge, 'node'> & { node: ResolversTypes['Squad'] }>;
  SquadInvitation: ResolverTypeWrapper<SquadInvitationModel>;
  SquadInvitationConnection: ResolverTypeWrapper<Omit<SquadInvitationConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['SquadInvitationEdge']> }>;
  SquadInvitationEdge: ResolverTypeWrapper<Omit<SquadInvitationEdge, 'node'> & { node: ResolversTypes['SquadInvitation'] }>;
  SquadMember: ResolverTypeWrapper<SquadMemberModel>;
  SquadMemberConnection: ResolverTypeWrapper<Omit<SquadMemberConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['SquadMemberEdge']> }>;
  SquadMemberEdge: ResolverTypeWrapper<Omit<SquadMemberEdge, 'node'> & { node: ResolversTypes['SquadMember'] }>;
  SquadRole: SquadRole;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TimeZone: ResolverTypeWrapper<Scalars['TimeZone']['output']>;
  UnblockUserInput: UnblockUserInput;
  UnblockUserPayload: ResolverTypeWrapper<Omit<UnblockUserPayload, 'user'> & { user?: Maybe<ResolversTypes['User']> }>;
  UnitSystem: UnitSystem;
  UpdatePrivacyInput: UpdatePrivacyInput;
  UpdatePrivacyPayload: ResolverTypeWrapper<Omit<UpdatePrivacyPayload, 'viewer'> & { viewer?: Maybe<ResolversTypes['Viewer']> }>;
  UpdateProfileInput: UpdateProfileInput;
  UpdateProfilePayload: ResolverTypeWrapper<Omit<UpdateProfilePayload, 'viewer'> & { viewer?: Maybe<ResolversTypes['Viewer']> }>;
  User: ResolverTypeWrapper<UserModel>;
  UserConnection: ResolverTypeWrapper<Omit<UserConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['UserEdge']> }>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
  UserError: ResolverTypeWrapper<UserError>;
  UserErrorCode: UserErrorCode;
  Viewer: ResolverTypeWrapper<ViewerModel>;
  Visibility: Visibility;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AbandonGoalInput: AbandonGoalInput;
  ID: Scalars['ID']['output'];
  AbandonGoalPayload: Omit<AbandonGoalPayload, 'goal'> & { goal?: Maybe<ResolversParentTypes['Goal']> };
  AcceptFriendInput: AcceptFriendInput;
  AcceptFriendPayload: Omit<AcceptFriendPayload, 'friendship'> & { friendship?: Maybe<ResolversParentTypes['Friendship']> };
  AcceptSquadInvitationInput: AcceptSquadInvitationInput;
  AcceptSquadInvitationPayload: Omit<AcceptSquadInvitationPayload, 'squad'> & { squad?: Maybe<ResolversParentTypes['Squad']> };
  AddPrivacyZoneInput: AddPrivacyZoneInput;
  Float: Scalars['Float']['output'];
  String: Scalars['String']['output'];
  AddPrivacyZonePayload: Omit<AddPrivacyZonePayload, 'privacyZone'> & { privacyZone?: Maybe<ResolversParentTypes['PrivacyZone']> };
  ApiKey: ApiKeyModel;
  AuthSession: AuthSessionModel;
  Boolean: Scalars['Boolean']['output'];
  BlockUserInput: BlockUserInput;
  BlockUserPayload: Omit<BlockUserPayload, 'user'> & { user?: Maybe<ResolversParentTypes['User']> };
  BodyWeight: BodyWeightModel;
  BodyWeightConnection: Omit<BodyWeightConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['BodyWeightEdge']> };
  BodyWeightEdge: Omit<BodyWeightEdge, 'node'> & { node: ResolversParentTypes['BodyWeight'] };
  ChangeEmailInput: ChangeEmailInput;
  ChangeEmailPayload: Omit<ChangeEmailPayload, 'viewer'> & { viewer?: Maybe<ResolversParentTypes['Viewer']> };
  ChangePasswordInput: ChangePasswordInput;
  ChangePasswordPayload: ChangePasswordPayload;
  ChangeSquadMemberRoleInput: ChangeSquadMemberRoleInput;
  ChangeSquadMemberRolePayload: Omit<ChangeSquadMemberRolePayload, 'squad'> & { squad?: Maybe<ResolversParentTypes['Squad']> };
  ConfirmEmailInput: ConfirmEmailInput;
  ConfirmEmailPayload: Omit<ConfirmEmailPayload, 'viewer'> & { viewer?: Maybe<ResolversParentTypes['Viewer']> };
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: Omit<CreateApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversParentTypes['ApiKey']> };
  CreateSquadInput: CreateSquadInput;
  CreateSquadPayload: Omit<CreateSquadPayload, 'squad'> & { squad?: Maybe<ResolversParentTypes['Squad']> };
  DataExport: DataExportModel;
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  DeclineFriendInput: DeclineFriendInput;
  DeclineFriendPayload: Omit<DeclineFriendPayload, 'user'> & { user?: Maybe<ResolversParentTypes['User']> };
  DeclineSquadInvitationInput: DeclineSquadInvitationInput;
  DeclineSquadInvitationPayload: Omit<DeclineSquadInvitationPayload, 'squad'> & { squad?: Maybe<ResolversParentTypes['Squad']> };
  DeleteAccountInput: DeleteAccountInput;
  DeleteAccountPayload: DeleteAccountPayload;
  EmailAddress: Scalars['EmailAddress']['output'];
  Friendship: FriendshipModel;
  FriendshipConnection: Omit<FriendshipConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['FriendshipEdge']> };
  FriendshipEdge: Omit<FriendshipEdge, 'node'> & { node: ResolversParentTypes['Friendship'] };
  FriendshipUpdate: FriendshipUpdateModel;
  Goal: GoalModel;
  Int: Scalars['Int']['output'];
  GoalAchievement: GoalAchievementModel;
  GoalConnection: Omit<GoalConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['GoalEdge']> };
  GoalEdge: Omit<GoalEdge, 'node'> & { node: ResolversParentTypes['Goal'] };
  GoalWindow: GoalWindowModel;
  GoalWindowConnection: Omit<GoalWindowConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['GoalWindowEdge']> };
  GoalWindowEdge: Omit<GoalWindowEdge, 'node'> & { node: ResolversParentTypes['GoalWindow'] };
  InviteToSquadInput: InviteToSquadInput;
  InviteToSquadPayload: Omit<InviteToSquadPayload, 'squad'> & { squad?: Maybe<ResolversParentTypes['Squad']> };
  LeaveSquadInput: LeaveSquadInput;
  LeaveSquadPayload: Omit<LeaveSquadPayload, 'squad'> & { squad?: Maybe<ResolversParentTypes['Squad']> };
  LogInInput: LogInInput;
  LogInPayload: Omit<LogInPayload, 'user'> & { user?: Maybe<ResolversParentTypes['User']> };
  LogOutEverywhereInput: LogOutEverywhereInput;
  LogOutEverywherePayload: LogOutEverywherePayload;
  LogOutInput: LogOutInput;
  LogOutPayload: LogOutPayload;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  PersonProfile: PersonProfile;
  Privacy: PrivacyModel;
  PrivacyZone: PrivacyZoneModel;
  Query: Record<PropertyKey, never>;
  RecordBodyWeightInput: RecordBodyWeightInput;
  RecordBodyWeightPayload: Omit<RecordBodyWeightPayload, 'viewer'> & { viewer?: Maybe<ResolversParentTypes['Viewer']> };
  RefreshSessionInput: RefreshSessionInput;
  RefreshSessionPayload: RefreshSessionPayload;
  RegisterInput: RegisterInput;
  RegisterPayload: Omit<RegisterPayload, 'user'> & { user?: Maybe<ResolversParentTypes['User']> };
  RemoveAvatarPayload: Omit<RemoveAvatarPayload, 'viewer'> & { viewer?: Maybe<ResolversParentTypes['Viewer']> };
  RemoveBodyWeightInput: RemoveBodyWeightInput;
  RemoveBodyWeightPayload: Omit<RemoveBodyWeightPayload, 'viewer'> & { viewer?: Maybe<ResolversParentTypes['Viewer']> };
  RemoveFriendInput: RemoveFriendInput;
  RemoveFriendPayload: Omit<RemoveFriendPayload, 'user'> & { user?: Maybe<ResolversParentTypes['User']> };
  RemovePrivacyZoneInput: RemovePrivacyZoneInput;
  RemovePrivacyZonePayload: RemovePrivacyZonePayload;
  RemoveSquadMemberInput: RemoveSquadMemberInput;
  RemoveSquadMemberPayload: Omit<RemoveSquadMemberPayload, 'squad'> & { squad?: Maybe<ResolversParentTypes['Squad']> };
  RenameSquadInput: RenameSquadInput;
  RenameSquadPayload: Omit<RenameSquadPayload, 'squad'> & { squad?: Maybe<ResolversParentTypes['Squad']> };
  RequestDataExportPayload: Omit<RequestDataExportPayload, 'dataExport'> & { dataExport?: Maybe<ResolversParentTypes['DataExport']> };
  RequestEmailConfirmationPayload: RequestEmailConfirmationPayload;
  RequestFriendInput: RequestFriendInput;
  RequestFriendPayload: Omit<RequestFriendPayload, 'friendship'> & { friendship?: Maybe<ResolversParentTypes['Friendship']> };
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestPasswordResetPayload: RequestPasswordResetPayload;
  ResetPasswordInput: ResetPasswordInput;
  ResetPasswordPayload: ResetPasswordPayload;
  RevokeApiKeyInput: RevokeApiKeyInput;
  RevokeApiKeyPayload: RevokeApiKeyPayload;
  SessionTokens: SessionTokens;
  SetGoalInput: SetGoalInput;
  SetGoalPayload: Omit<SetGoalPayload, 'goal'> & { goal?: Maybe<ResolversParentTypes['Goal']> };
  Squad: SquadModel;
  SquadConnection: Omit<SquadConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['SquadEdge']> };
  SquadEdge: Omit<SquadEdge, 'node'> & { node: ResolversParentTypes['Squad'] };
  SquadInvitation: SquadInvitationModel;
  SquadInvitationConnection: Omit<SquadInvitationConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['SquadInvitationEdge']> };
  SquadInvitationEdge: Omit<SquadInvitationEdge, 'node'> & { node: ResolversParentTypes['SquadInvitation'] };
  SquadMember: SquadMemberModel;
  SquadMemberConnection: Omit<SquadMemberConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['SquadMemberEdge']> };
  SquadMemberEdge: Omit<SquadMemberEdge, 'node'> & { node: ResolversParentTypes['SquadMember'] };
  Subscription: Record<PropertyKey, never>;
  TimeZone: Scalars['TimeZone']['output'];
  UnblockUserInput: UnblockUserInput;
  UnblockUserPayload: Omit<UnblockUserPayload, 'user'> & { user?: Maybe<ResolversParentTypes['User']> };
  UpdatePrivacyInput: UpdatePrivacyInput;
  UpdatePrivacyPayload: Omit<UpdatePrivacyPayload, 'viewer'> & { viewer?: Maybe<ResolversParentTypes['Viewer']> };
  UpdateProfileInput: UpdateProfileInput;
  UpdateProfilePayload: Omit<UpdateProfilePayload, 'viewer'> & { viewer?: Maybe<ResolversParentTypes['Viewer']> };
  User: UserModel;
  UserConnection: Omit<UserConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['UserEdge']> };
  UserEdge: Omit<UserEdge, 'node'> & { node: ResolversParentTypes['User'] };
  UserError: UserError;
  Viewer: ViewerModel;
};

export type AbandonGoalPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AbandonGoalPayload'] = ResolversParentTypes['AbandonGoalPayload']> = {
  goal?: Resolver<Maybe<ResolversTypes['Goal']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AcceptFriendPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AcceptFriendPayload'] = ResolversParentTypes['AcceptFriendPayload']> = {
  friendship?: Resolver<Maybe<ResolversTypes['Friendship']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AcceptSquadInvitationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AcceptSquadInvitationPayload'] = ResolversParentTypes['AcceptSquadInvitationPayload']> = {
  squad?: Resolver<Maybe<ResolversTypes['Squad']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AddPrivacyZonePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddPrivacyZonePayload'] = ResolversParentTypes['AddPrivacyZonePayload']> = {
  privacyZone?: Resolver<Maybe<ResolversTypes['PrivacyZone']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AuthSessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuthSession'] = ResolversParentTypes['AuthSession']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  userAgent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type BlockUserPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BlockUserPayload'] = ResolversParentTypes['BlockUserPayload']> = {
  removedFriendshipId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type BodyWeightResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BodyWeight'] = ResolversParentTypes['BodyWeight']> = {
  measuredOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  weightKilograms?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type BodyWeightConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BodyWeightConnection'] = ResolversParentTypes['BodyWeightConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['BodyWeightEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type BodyWeightEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BodyWeightEdge'] = ResolversParentTypes['BodyWeightEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['BodyWeight'], ParentType, ContextType>;
};

export type ChangeEmailPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangeEmailPayload'] = ResolversParentTypes['ChangeEmailPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
};

export type ChangePasswordPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangePasswordPayload'] = ResolversParentTypes['ChangePasswordPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ChangeSquadMemberRolePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangeSquadMemberRolePayload'] = ResolversParentTypes['ChangeSquadMemberRolePayload']> = {
  squad?: Resolver<Maybe<ResolversTypes['Squad']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ConfirmEmailPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConfirmEmailPayload'] = ResolversParentTypes['ConfirmEmailPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
};

export type CreateApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateApiKeyPayload'] = ResolversParentTypes['CreateApiKeyPayload']> = {
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  key?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateSquadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateSquadPayload'] = ResolversParentTypes['CreateSquadPayload']> = {
  squad?: Resolver<Maybe<ResolversTypes['Squad']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DataExportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DataExport'] = ResolversParentTypes['DataExport']> = {
  byteLength?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  downloadUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  readyAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DataExportStatus'], ParentType, ContextType>;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeclineFriendPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeclineFriendPayload'] = ResolversParentTypes['DeclineFriendPayload']> = {
  removedFriendshipId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DeclineSquadInvitationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeclineSquadInvitationPayload'] = ResolversParentTypes['DeclineSquadInvitationPayload']> = {
  squad?: Resolver<Maybe<ResolversTypes['Squad']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DeleteAccountPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteAccountPayload'] = ResolversParentTypes['DeleteAccountPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface EmailAddressScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['EmailAddress'], any> {
  name: 'EmailAddress';
}

export type FriendshipResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Friendship'] = ResolversParentTypes['Friendship']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  requestedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  requestedByViewer?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['FriendshipStatus'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type FriendshipConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FriendshipConnection'] = ResolversParentTypes['FriendshipConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['FriendshipEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type FriendshipEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FriendshipEdge'] = ResolversParentTypes['FriendshipEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Friendship'], ParentType, ContextType>;
};

export type FriendshipUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FriendshipUpdate'] = ResolversParentTypes['FriendshipUpdate']> = {
  friendship?: Resolver<Maybe<ResolversTypes['Friendship']>, ParentType, ContextType>;
  friendshipId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type GoalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Goal'] = ResolversParentTypes['Goal']> = {
  abandonedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  achievedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  achievementNumber?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  currentValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  metric?: Resolver<ResolversTypes['GoalMetric'], ParentType, ContextType>;
  recurrence?: Resolver<Maybe<ResolversTypes['GoalRecurrence']>, ParentType, ContextType>;
  sports?: Resolver<ReadonlyArray<ResolversTypes['Sport']>, ParentType, ContextType>;
  startDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['GoalStatus'], ParentType, ContextType>;
  targetDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  targetValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  windows?: Resolver<ResolversTypes['GoalWindowConnection'], ParentType, ContextType, RequireFields<GoalWindowsArgs, 'first'>>;
};

export type GoalAchievementResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GoalAchievement'] = ResolversParentTypes['GoalAchievement']> = {
  achievedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  achievementNumber?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  currentValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  goal?: Resolver<ResolversTypes['Goal'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  metric?: Resolver<ResolversTypes['GoalMetric'], ParentType, ContextType>;
  sports?: Resolver<ReadonlyArray<ResolversTypes['Sport']>, ParentType, ContextType>;
  startDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  targetDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  targetValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type GoalConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GoalConnection'] = ResolversParentTypes['GoalConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['GoalEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type GoalEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GoalEdge'] = ResolversParentTypes['GoalEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Goal'], ParentType, ContextType>;
};

export type GoalWindowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GoalWindow'] = ResolversParentTypes['GoalWindow']> = {
  achievedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  currentValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  startDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['GoalStatus'], ParentType, ContextType>;
  targetDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type GoalWindowConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GoalWindowConnection'] = ResolversParentTypes['GoalWindowConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['GoalWindowEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type GoalWindowEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GoalWindowEdge'] = ResolversParentTypes['GoalWindowEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['GoalWindow'], ParentType, ContextType>;
};

export type InviteToSquadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InviteToSquadPayload'] = ResolversParentTypes['InviteToSquadPayload']> = {
  squad?: Resolver<Maybe<ResolversTypes['Squad']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type LeaveSquadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeaveSquadPayload'] = ResolversParentTypes['LeaveSquadPayload']> = {
  squad?: Resolver<Maybe<ResolversTypes['Squad']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type LogInPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LogInPayload'] = ResolversParentTypes['LogInPayload']> = {
  session?: Resolver<Maybe<ResolversTypes['SessionTokens']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type LogOutEverywherePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LogOutEverywherePayload'] = ResolversParentTypes['LogOutEverywherePayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type LogOutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LogOutPayload'] = ResolversParentTypes['LogOutPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  abandonGoal?: Resolver<ResolversTypes['AbandonGoalPayload'], ParentType, ContextType, RequireFields<MutationAbandonGoalArgs, 'input'>>;
  acceptFriend?: Resolver<ResolversTypes['AcceptFriendPayload'], ParentType, ContextType, RequireFields<MutationAcceptFriendArgs, 'input'>>;
  acceptSquadInvitation?: Resolver<ResolversTypes['AcceptSquadInvitationPayload'], ParentType, ContextType, RequireFields<MutationAcceptSquadInvitationArgs, 'input'>>;
  addPrivacyZone?: Resolver<ResolversTypes['AddPrivacyZonePayload'], ParentType, ContextType, RequireFields<MutationAddPrivacyZoneArgs, 'input'>>;
  blockUser?: Resolver<ResolversTypes['BlockUserPayload'], ParentType, ContextType, RequireFields<MutationBlockUserArgs, 'input'>>;
  changeEmail?: Resolver<ResolversTypes['ChangeEmailPayload'], ParentType, ContextType, RequireFields<MutationChangeEmailArgs, 'input'>>;
  changePassword?: Resolver<ResolversTypes['ChangePasswordPayload'], ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'input'>>;
  changeSquadMemberRole?: Resolver<ResolversTypes['ChangeSquadMemberRolePayload'], ParentType, ContextType, RequireFields<MutationChangeSquadMemberRoleArgs, 'input'>>;
  confirmEmail?: Resolver<ResolversTypes['ConfirmEmailPayload'], ParentType, ContextType, RequireFields<MutationConfirmEmailArgs, 'input'>>;
  createApiKey?: Resolver<ResolversTypes['CreateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  createSquad?: Resolver<ResolversTypes['CreateSquadPayload'], ParentType, ContextType, RequireFields<MutationCreateSquadArgs, 'input'>>;
  declineFriend?: Resolver<ResolversTypes['DeclineFriendPayload'], ParentType, ContextType, RequireFields<MutationDeclineFriendArgs, 'input'>>;
  declineSquadInvitation?: Resolver<ResolversTypes['DeclineSquadInvitationPayload'], ParentType, ContextType, RequireFields<MutationDeclineSquadInvitationArgs, 'input'>>;
  deleteAccount?: Resolver<ResolversTypes['DeleteAccountPayload'], ParentType, ContextType, RequireFields<MutationDeleteAccountArgs, 'input'>>;
  inviteToSquad?: Resolver<ResolversTypes['InviteToSquadPayload'], ParentType, ContextType, RequireFields<MutationInviteToSquadArgs, 'input'>>;
  leaveSquad?: Resolver<ResolversTypes['LeaveSquadPayload'], ParentType, ContextType, RequireFields<MutationLeaveSquadArgs, 'input'>>;
  logIn?: Resolver<ResolversTypes['LogInPayload'], ParentType, ContextType, RequireFields<MutationLogInArgs, 'input'>>;
  logOut?: Resolver<ResolversTypes['LogOutPayload'], ParentType, ContextType, RequireFields<MutationLogOutArgs, 'input'>>;
  logOutEverywhere?: Resolver<ResolversTypes['LogOutEverywherePayload'], ParentType, ContextType, RequireFields<MutationLogOutEverywhereArgs, 'input'>>;
  recordBodyWeight?: Resolver<ResolversTypes['RecordBodyWeightPayload'], ParentType, ContextType, RequireFields<MutationRecordBodyWeightArgs, 'input'>>;
  refreshSession?: Resolver<ResolversTypes['RefreshSessionPayload'], ParentType, ContextType, RequireFields<MutationRefreshSessionArgs, 'input'>>;
  register?: Resolver<ResolversTypes['RegisterPayload'], ParentType, ContextType, RequireFields<MutationRegisterArgs, 'input'>>;
  removeAvatar?: Resolver<ResolversTypes['RemoveAvatarPayload'], ParentType, ContextType>;
  removeBodyWeight?: Resolver<ResolversTypes['RemoveBodyWeightPayload'], ParentType, ContextType, RequireFields<MutationRemoveBodyWeightArgs, 'input'>>;
  removeFriend?: Resolver<ResolversTypes['RemoveFriendPayload'], ParentType, ContextType, RequireFields<MutationRemoveFriendArgs, 'input'>>;
  removePrivacyZone?: Resolver<ResolversTypes['RemovePrivacyZonePayload'], ParentType, ContextType, RequireFields<MutationRemovePrivacyZoneArgs, 'input'>>;
  removeSquadMember?: Resolver<ResolversTypes['RemoveSquadMemberPayload'], ParentType, ContextType, RequireFields<MutationRemoveSquadMemberArgs, 'input'>>;
  renameSquad?: Resolver<ResolversTypes['RenameSquadPayload'], ParentType, ContextType, RequireFields<MutationRenameSquadArgs, 'input'>>;
  requestDataExport?: Resolver<ResolversTypes['RequestDataExportPayload'], ParentType, ContextType>;
  requestEmailConfirmation?: Resolver<ResolversTypes['RequestEmailConfirmationPayload'], ParentType, ContextType>;
  requestFriend?: Resolver<ResolversTypes['RequestFriendPayload'], ParentType, ContextType, RequireFields<MutationRequestFriendArgs, 'input'>>;
  requestPasswordReset?: Resolver<ResolversTypes['RequestPasswordResetPayload'], ParentType, ContextType, RequireFields<MutationRequestPasswordResetArgs, 'input'>>;
  resetPassword?: Resolver<ResolversTypes['ResetPasswordPayload'], ParentType, ContextType, RequireFields<MutationResetPasswordArgs, 'input'>>;
  revokeApiKey?: Resolver<ResolversTypes['RevokeApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'input'>>;
  setGoal?: Resolver<ResolversTypes['SetGoalPayload'], ParentType, ContextType, RequireFields<MutationSetGoalArgs, 'input'>>;
  unblockUser?: Resolver<ResolversTypes['UnblockUserPayload'], ParentType, ContextType, RequireFields<MutationUnblockUserArgs, 'input'>>;
  updatePrivacy?: Resolver<ResolversTypes['UpdatePrivacyPayload'], ParentType, ContextType, RequireFields<MutationUpdatePrivacyArgs, 'input'>>;
  updateProfile?: Resolver<ResolversTypes['UpdateProfilePayload'], ParentType, ContextType, RequireFields<MutationUpdateProfileArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PersonProfileResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PersonProfile'] = ResolversParentTypes['PersonProfile']> = {
  birthDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  heightCentimeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  maxHeartRateBpm?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  restingHeartRateBpm?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  sex?: Resolver<Maybe<ResolversTypes['Sex']>, ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['TimeZone'], ParentType, ContextType>;
  weightKilograms?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type PrivacyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Privacy'] = ResolversParentTypes['Privacy']> = {
  birthDate?: Resolver<ResolversTypes['Visibility'], ParentType, ContextType>;
  body?: Resolver<ResolversTypes['Visibility'], ParentType, ContextType>;
  heartRate?: Resolver<ResolversTypes['Visibility'], ParentType, ContextType>;
  map?: Resolver<ResolversTypes['Visibility'], ParentType, ContextType>;
  profile?: Resolver<ResolversTypes['Visibility'], ParentType, ContextType>;
  sex?: Resolver<ResolversTypes['Visibility'], ParentType, ContextType>;
  workouts?: Resolver<ResolversTypes['Visibility'], ParentType, ContextType>;
};

export type PrivacyZoneResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PrivacyZone'] = ResolversParentTypes['PrivacyZone']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  latitude?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  longitude?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  radiusMeters?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  searchUsers?: Resolver<Maybe<ResolversTypes['UserConnection']>, ParentType, ContextType, RequireFields<QuerySearchUsersArgs, 'first' | 'query'>>;
  squad?: Resolver<Maybe<ResolversTypes['Squad']>, ParentType, ContextType, RequireFields<QuerySquadArgs, 'id'>>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'id'>>;
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
};

export type RecordBodyWeightPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecordBodyWeightPayload'] = ResolversParentTypes['RecordBodyWeightPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
};

export type RefreshSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RefreshSessionPayload'] = ResolversParentTypes['RefreshSessionPayload']> = {
  session?: Resolver<Maybe<ResolversTypes['SessionTokens']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RegisterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RegisterPayload'] = ResolversParentTypes['RegisterPayload']> = {
  session?: Resolver<Maybe<ResolversTypes['SessionTokens']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RemoveAvatarPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveAvatarPayload'] = ResolversParentTypes['RemoveAvatarPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
};

export type RemoveBodyWeightPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveBodyWeightPayload'] = ResolversParentTypes['RemoveBodyWeightPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
};

export type RemoveFriendPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveFriendPayload'] = ResolversParentTypes['RemoveFriendPayload']> = {
  removedFriendshipId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RemovePrivacyZonePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemovePrivacyZonePayload'] = ResolversParentTypes['RemovePrivacyZonePayload']> = {
  removedPrivacyZoneId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RemoveSquadMemberPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveSquadMemberPayload'] = ResolversParentTypes['RemoveSquadMemberPayload']> = {
  squad?: Resolver<Maybe<ResolversTypes['Squad']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RenameSquadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenameSquadPayload'] = ResolversParentTypes['RenameSquadPayload']> = {
  squad?: Resolver<Maybe<ResolversTypes['Squad']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RequestDataExportPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestDataExportPayload'] = ResolversParentTypes['RequestDataExportPayload']> = {
  dataExport?: Resolver<Maybe<ResolversTypes['DataExport']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RequestEmailConfirmationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestEmailConfirmationPayload'] = ResolversParentTypes['RequestEmailConfirmationPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RequestFriendPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestFriendPayload'] = ResolversParentTypes['RequestFriendPayload']> = {
  friendship?: Resolver<Maybe<ResolversTypes['Friendship']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RequestPasswordResetPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestPasswordResetPayload'] = ResolversParentTypes['RequestPasswordResetPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ResetPasswordPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResetPasswordPayload'] = ResolversParentTypes['ResetPasswordPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RevokeApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeApiKeyPayload'] = ResolversParentTypes['RevokeApiKeyPayload']> = {
  revokedApiKeyId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SessionTokensResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionTokens'] = ResolversParentTypes['SessionTokens']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  accessTokenExpiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  refreshToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SetGoalPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetGoalPayload'] = ResolversParentTypes['SetGoalPayload']> = {
  goal?: Resolver<Maybe<ResolversTypes['Goal']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SquadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Squad'] = ResolversParentTypes['Squad'], FederationReferenceType extends FederationReferenceTypes['Squad'] = FederationReferenceTypes['Squad']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Squad']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invitedUsers?: Resolver<Maybe<ResolversTypes['UserConnection']>, ParentType, ContextType, RequireFields<SquadInvitedUsersArgs, 'first'>>;
  memberCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  members?: Resolver<ResolversTypes['SquadMemberConnection'], ParentType, ContextType, RequireFields<SquadMembersArgs, 'first'>>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  viewerRole?: Resolver<Maybe<ResolversTypes['SquadRole']>, ParentType, ContextType>;
};

export type SquadConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SquadConnection'] = ResolversParentTypes['SquadConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SquadEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SquadEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SquadEdge'] = ResolversParentTypes['SquadEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Squad'], ParentType, ContextType>;
};

export type SquadInvitationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SquadInvitation'] = ResolversParentTypes['SquadInvitation']> = {
  invitedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  invitedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  squad?: Resolver<ResolversTypes['Squad'], ParentType, ContextType>;
};

export type SquadInvitationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SquadInvitationConnection'] = ResolversParentTypes['SquadInvitationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SquadInvitationEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SquadInvitationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SquadInvitationEdge'] = ResolversParentTypes['SquadInvitationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SquadInvitation'], ParentType, ContextType>;
};

export type SquadMemberResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SquadMember'] = ResolversParentTypes['SquadMember']> = {
  joinedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['SquadRole'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type SquadMemberConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SquadMemberConnection'] = ResolversParentTypes['SquadMemberConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SquadMemberEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SquadMemberEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SquadMemberEdge'] = ResolversParentTypes['SquadMemberEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SquadMember'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  dataExportUpdated?: SubscriptionResolver<ResolversTypes['DataExport'], "dataExportUpdated", ParentType, ContextType, RequireFields<SubscriptionDataExportUpdatedArgs, 'id'>>;
  friendshipUpdated?: SubscriptionResolver<ResolversTypes['FriendshipUpdate'], "friendshipUpdated", ParentType, ContextType>;
  goalAchieved?: SubscriptionResolver<ResolversTypes['GoalAchievement'], "goalAchieved", ParentType, ContextType, Partial<SubscriptionGoalAchievedArgs>>;
};

export interface TimeZoneScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['TimeZone'], any> {
  name: 'TimeZone';
}

export type UnblockUserPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnblockUserPayload'] = ResolversParentTypes['UnblockUserPayload']> = {
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type UpdatePrivacyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdatePrivacyPayload'] = ResolversParentTypes['UpdatePrivacyPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
};

export type UpdateProfilePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateProfilePayload'] = ResolversParentTypes['UpdateProfilePayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  avatarUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<UserAvatarUrlArgs, 'size'>>;
  displayName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  friendship?: Resolver<Maybe<ResolversTypes['Friendship']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  mutualFriendCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  profile?: Resolver<Maybe<ResolversTypes['PersonProfile']>, ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['UserEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type UserEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserEdge'] = ResolversParentTypes['UserEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  retryAfterSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer'], FederationReferenceType extends FederationReferenceTypes['Viewer'] = FederationReferenceTypes['Viewer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Viewer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  apiKeys?: Resolver<ReadonlyArray<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  birthDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  blockedUsers?: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, RequireFields<ViewerBlockedUsersArgs, 'first'>>;
  bodyWeights?: Resolver<ResolversTypes['BodyWeightConnection'], ParentType, ContextType, RequireFields<ViewerBodyWeightsArgs, 'first'>>;
  dataExports?: Resolver<ReadonlyArray<ResolversTypes['DataExport']>, ParentType, ContextType>;
  defaultVisibility?: Resolver<ResolversTypes['Visibility'], ParentType, ContextType>;
  displayName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['EmailAddress']>, ParentType, ContextType>;
  emailConfirmedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  friendRequestsReceived?: Resolver<ResolversTypes['FriendshipConnection'], ParentType, ContextType, RequireFields<ViewerFriendRequestsReceivedArgs, 'first'>>;
  friendRequestsSent?: Resolver<ResolversTypes['FriendshipConnection'], ParentType, ContextType, RequireFields<ViewerFriendRequestsSentArgs, 'first'>>;
  friends?: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, RequireFields<ViewerFriendsArgs, 'first'>>;
  goals?: Resolver<ResolversTypes['GoalConnection'], ParentType, ContextType, RequireFields<ViewerGoalsArgs, 'first'>>;
  hasPassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  heightCentimeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  maxHeartRateBpm?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  privacy?: Resolver<ResolversTypes['Privacy'], ParentType, ContextType>;
  privacyZones?: Resolver<ReadonlyArray<ResolversTypes['PrivacyZone']>, ParentType, ContextType>;
  restingHeartRateBpm?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  sessions?: Resolver<ReadonlyArray<ResolversTypes['AuthSession']>, ParentType, ContextType>;
  sex?: Resolver<Maybe<ResolversTypes['Sex']>, ParentType, ContextType>;
  squadInvitations?: Resolver<ResolversTypes['SquadInvitationConnection'], ParentType, ContextType, RequireFields<ViewerSquadInvitationsArgs, 'first'>>;
  squads?: Resolver<ResolversTypes['SquadConnection'], ParentType, ContextType, RequireFields<ViewerSquadsArgs, 'first'>>;
  timeZone?: Resolver<ResolversTypes['TimeZone'], ParentType, ContextType>;
  units?: Resolver<ResolversTypes['UnitSystem'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  weightKilograms?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AbandonGoalPayload?: AbandonGoalPayloadResolvers<ContextType>;
  AcceptFriendPayload?: AcceptFriendPayloadResolvers<ContextType>;
  AcceptSquadInvitationPayload?: AcceptSquadInvitationPayloadResolvers<ContextType>;
  AddPrivacyZonePayload?: AddPrivacyZonePayloadResolvers<ContextType>;
  ApiKey?: ApiKeyResolvers<ContextType>;
  AuthSession?: AuthSessionResolvers<ContextType>;
  BlockUserPayload?: BlockUserPayloadResolvers<ContextType>;
  BodyWeight?: BodyWeightResolvers<ContextType>;
  BodyWeightConnection?: BodyWeightConnectionResolvers<ContextType>;
  BodyWeightEdge?: BodyWeightEdgeResolvers<ContextType>;
  ChangeEmailPayload?: ChangeEmailPayloadResolvers<ContextType>;
  ChangePasswordPayload?: ChangePasswordPayloadResolvers<ContextType>;
  ChangeSquadMemberRolePayload?: ChangeSquadMemberRolePayloadResolvers<ContextType>;
  ConfirmEmailPayload?: ConfirmEmailPayloadResolvers<ContextType>;
  CreateApiKeyPayload?: CreateApiKeyPayloadResolvers<ContextType>;
  CreateSquadPayload?: CreateSquadPayloadResolvers<ContextType>;
  DataExport?: DataExportResolvers<ContextType>;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  DeclineFriendPayload?: DeclineFriendPayloadResolvers<ContextType>;
  DeclineSquadInvitationPayload?: DeclineSquadInvitationPayloadResolvers<ContextType>;
  DeleteAccountPayload?: DeleteAccountPayloadResolvers<ContextType>;
  EmailAddress?: GraphQLScalarType;
  Friendship?: FriendshipResolvers<ContextType>;
  FriendshipConnection?: FriendshipConnectionResolvers<ContextType>;
  FriendshipEdge?: FriendshipEdgeResolvers<ContextType>;
  FriendshipUpdate?: FriendshipUpdateResolvers<ContextType>;
  Goal?: GoalResolvers<ContextType>;
  GoalAchievement?: GoalAchievementResolvers<ContextType>;
  GoalConnection?: GoalConnectionResolvers<ContextType>;
  GoalEdge?: GoalEdgeResolvers<ContextType>;
  GoalWindow?: GoalWindowResolvers<ContextType>;
  GoalWindowConnection?: GoalWindowConnectionResolvers<ContextType>;
  GoalWindowEdge?: GoalWindowEdgeResolvers<ContextType>;
  InviteToSquadPayload?: InviteToSquadPayloadResolvers<ContextType>;
  LeaveSquadPayload?: LeaveSquadPayloadResolvers<ContextType>;
  LogInPayload?: LogInPayloadResolvers<ContextType>;
  LogOutEverywherePayload?: LogOutEverywherePayloadResolvers<ContextType>;
  LogOutPayload?: LogOutPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PersonProfile?: PersonProfileResolvers<ContextType>;
  Privacy?: PrivacyResolvers<ContextType>;
  PrivacyZone?: PrivacyZoneResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RecordBodyWeightPayload?: RecordBodyWeightPayloadResolvers<ContextType>;
  RefreshSessionPayload?: RefreshSessionPayloadResolvers<ContextType>;
  RegisterPayload?: RegisterPayloadResolvers<ContextType>;
  RemoveAvatarPayload?: RemoveAvatarPayloadResolvers<ContextType>;
  RemoveBodyWeightPayload?: RemoveBodyWeightPayloadResolvers<ContextType>;
  RemoveFriendPayload?: RemoveFriendPayloadResolvers<ContextType>;
  RemovePrivacyZonePayload?: RemovePrivacyZonePayloadResolvers<ContextType>;
  RemoveSquadMemberPayload?: RemoveSquadMemberPayloadResolvers<ContextType>;
  RenameSquadPayload?: RenameSquadPayloadResolvers<ContextType>;
  RequestDataExportPayload?: RequestDataExportPayloadResolvers<ContextType>;
  RequestEmailConfirmationPayload?: RequestEmailConfirmationPayloadResolvers<ContextType>;
  RequestFriendPayload?: RequestFriendPayloadResolvers<ContextType>;
  RequestPasswordResetPayload?: RequestPasswordResetPayloadResolvers<ContextType>;
  ResetPasswordPayload?: ResetPasswordPayloadResolvers<ContextType>;
  RevokeApiKeyPayload?: RevokeApiKeyPayloadResolvers<ContextType>;
  SessionTokens?: SessionTokensResolvers<ContextType>;
  SetGoalPayload?: SetGoalPayloadResolvers<ContextType>;
  Squad?: SquadResolvers<ContextType>;
  SquadConnection?: SquadConnectionResolvers<ContextType>;
  SquadEdge?: SquadEdgeResolvers<ContextType>;
  SquadInvitation?: SquadInvitationResolvers<ContextType>;
  SquadInvitationConnection?: SquadInvitationConnectionResolvers<ContextType>;
  SquadInvitationEdge?: SquadInvitationEdgeResolvers<ContextType>;
  SquadMember?: SquadMemberResolvers<ContextType>;
  SquadMemberConnection?: SquadMemberConnectionResolvers<ContextType>;
  SquadMemberEdge?: SquadMemberEdgeResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TimeZone?: GraphQLScalarType;
  UnblockUserPayload?: UnblockUserPayloadResolvers<ContextType>;
  UpdatePrivacyPayload?: UpdatePrivacyPayloadResolvers<ContextType>;
  UpdateProfilePayload?: UpdateProfilePayloadResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
  UserEdge?: UserEdgeResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
};

