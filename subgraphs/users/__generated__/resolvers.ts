import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { UserModel, ViewerModel, AuthSessionModel } from '../models.ts';
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
};

/** The address the account shall have. */
export type ChangeEmailInput = {
  /** Where the link is mailed to. */
  readonly newEmail: Scalars['EmailAddress']['input'];
  /** Needed when the account has one; an account without one needs an outside token made in the last ten minutes instead. */
  readonly password?: InputMaybe<Scalars['String']['input']>;
};

/** The link is on its way. */
export type ChangeEmailPayload = {
  readonly __typename?: 'ChangeEmailPayload';
  /** What went wrong; empty on success. Does not tell whether the address belongs to somebody else. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The password as it is, and as it shall be. */
export type ChangePasswordInput = {
  /** Needed when the account has one; an account without one needs an outside token made in the last ten minutes instead. */
  readonly currentPassword?: InputMaybe<Scalars['String']['input']>;
  /** 8 to 128 characters, and not one of the commonest. */
  readonly newPassword: Scalars['String']['input'];
};

/** The password is changed. */
export type ChangePasswordPayload = {
  readonly __typename?: 'ChangePasswordPayload';
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
};

/** Proof that the owner wants it. */
export type DeleteAccountInput = {
  /** The account's password; an account without one needs an outside token made in the last ten minutes instead. */
  readonly password?: InputMaybe<Scalars['String']['input']>;
};

/** The account is deleted. */
export type DeleteAccountPayload = {
  readonly __typename?: 'DeleteAccountPayload';
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
  /** Mails a link to a new address; the account has the address once `confirmEmail` is called with the link's token. Nothing is mailed when the address belongs to somebody else. */
  readonly changeEmail: ChangeEmailPayload;
  /** Changes the viewer's password, and ends their other sessions. */
  readonly changePassword: ChangePasswordPayload;
  /** Confirms an address by the token that was mailed to it. */
  readonly confirmEmail: ConfirmEmailPayload;
  /** Deletes the viewer's account. Every part of Laurel forgets the person, within seconds; this cannot be undone. */
  readonly deleteAccount: DeleteAccountPayload;
  /** Opens a session with e-mail address and password. */
  readonly logIn: LogInPayload;
  /** Ends a session: the one named, or the one the request is made with. */
  readonly logOut: LogOutPayload;
  /** Ends all of the viewer's sessions. */
  readonly logOutEverywhere: LogOutEverywherePayload;
  /** Exchanges a refresh token for a new pair of tokens. Each refresh token works once: using one again revokes its whole session. */
  readonly refreshSession: RefreshSessionPayload;
  /** Makes an account and logs it in. */
  readonly register: RegisterPayload;
  /** Mails the viewer a link that confirms their address; nothing is mailed when it is confirmed. A new account is sent one by itself. */
  readonly requestEmailConfirmation: RequestEmailConfirmationPayload;
  /** Mails a link with which a new password can be chosen, when the address belongs to an account; the answer does not tell. */
  readonly requestPasswordReset: RequestPasswordResetPayload;
  /** Chooses a new password by the token that was mailed, and ends all sessions of the account. */
  readonly resetPassword: ResetPasswordPayload;
  /** Changes what the input names of the viewer's profile, and leaves the rest. */
  readonly updateProfile: UpdateProfilePayload;
};


export type MutationChangeEmailArgs = {
  input: ChangeEmailInput;
};


export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


export type MutationConfirmEmailArgs = {
  input: ConfirmEmailInput;
};


export type MutationDeleteAccountArgs = {
  input: DeleteAccountInput;
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


export type MutationRefreshSessionArgs = {
  input: RefreshSessionInput;
};


export type MutationRegisterArgs = {
  input: RegisterInput;
};


export type MutationRequestPasswordResetArgs = {
  input: RequestPasswordResetInput;
};


export type MutationResetPasswordArgs = {
  input: ResetPasswordInput;
};


export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
};

export type Query = {
  readonly __typename?: 'Query';
  /** A person by id, as everyone sees them; null when there is no such person. */
  readonly user?: Maybe<User>;
  /** The person the request is made for; null when nobody is logged in, or when the session is over. */
  readonly viewer?: Maybe<Viewer>;
};


export type QueryUserArgs = {
  id: Scalars['ID']['input'];
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
  /** Unique whatever its case. */
  readonly email: Scalars['EmailAddress']['input'];
  /** 8 to 128 characters, and not one of the commonest. */
  readonly password: Scalars['String']['input'];
  /** UTC when left out. */
  readonly timeZone?: InputMaybe<Scalars['TimeZone']['input']>;
  /** 3 to 30 letters (`a` to `z`), digits, `_`, `.` or `-`, beginning with a letter or digit; unique whatever its case. */
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

/** The link is on its way. */
export type RequestEmailConfirmationPayload = {
  readonly __typename?: 'RequestEmailConfirmationPayload';
  /** What went wrong; empty on success. */
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
  /** 8 to 128 characters, and not one of the commonest. */
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

/** Sex, as the formulae for energy need it. */
export type Sex =
  /** Female. */
  | 'FEMALE'
  /** Male. */
  | 'MALE';

/** Systems of units a person can choose to read. */
export type UnitSystem =
  /** Miles, feet, pounds. */
  | 'IMPERIAL'
  /** Kilometres, metres, kilograms. */
  | 'METRIC';

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
  /** 20 to 400. */
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
  /** What the person wants to be called; the username unless they chose otherwise. */
  readonly displayName: Scalars['String']['output'];
  /** Never changes, and is not used again after the account is deleted. */
  readonly id: Scalars['ID']['output'];
  /** Unique whatever its case; can be searched for. */
  readonly username: Scalars['String']['output'];
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

/** Every code a `userErrors` list can hold. */
export type UserErrorCode =
  /** The caller takes part already. */
  | 'ALREADY_JOINED'
  /** The competition is over or was cancelled. */
  | 'COMPETITION_CLOSED'
  /** The e-mail address belongs to another account. */
  | 'EMAIL_TAKEN'
  /** The file is larger than allowed. */
  | 'FILE_TOO_LARGE'
  /** The caller may not do this. */
  | 'FORBIDDEN'
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
  /** The message was deleted. */
  | 'MESSAGE_DELETED'
  /** What the input refers to does not exist, or the caller may not know that it does. */
  | 'NOT_FOUND'
  /** Too many attempts; try again after `retryAfterSeconds`. */
  | 'RATE_LIMITED'
  /** A refresh token was used twice: the whole session is revoked. */
  | 'REFRESH_TOKEN_REUSED'
  /** The caller is not logged in. */
  | 'UNAUTHENTICATED'
  /** The upload was not taken up in time. */
  | 'UPLOAD_EXPIRED'
  /** The upload has not received its bytes yet. */
  | 'UPLOAD_INCOMPLETE'
  /** The username belongs to somebody else. */
  | 'USERNAME_TAKEN';

/** The person the request is made for: what only they may see hangs here. */
export type Viewer = {
  readonly __typename?: 'Viewer';
  /** Used for heart-rate zones and energy; null when not told. */
  readonly birthDate?: Maybe<Scalars['Date']['output']>;
  /** Who sees a new workout when its import does not say. */
  readonly defaultVisibility: Visibility;
  /** What the person wants to be called. */
  readonly displayName: Scalars['String']['output'];
  /** The address the person logs in with; null for an account made by an outside identity without a verified address. */
  readonly email?: Maybe<Scalars['EmailAddress']['output']>;
  /** When the person showed that they read the mail of the address; null when they have not. */
  readonly emailConfirmedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whether the person can log in with a password; otherwise by an outside identity alone. */
  readonly hasPassword: Scalars['Boolean']['output'];
  /** Null when not told. */
  readonly heightCentimeters?: Maybe<Scalars['Float']['output']>;
  /** The id of the person; the same as their `User.id`. */
  readonly id: Scalars['ID']['output'];
  /** The measured maximum; null when not told, and zones then go by age. */
  readonly maxHeartRateBpm?: Maybe<Scalars['Int']['output']>;
  /** Null when not told. */
  readonly restingHeartRateBpm?: Maybe<Scalars['Int']['output']>;
  /** Where the person is logged in, most recently used first; at most 100. */
  readonly sessions: ReadonlyArray<AuthSession>;
  /** Used for energy; null when not told. */
  readonly sex?: Maybe<Sex>;
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
  User: User;
  Viewer: Viewer;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
  Viewer:
    ( { __typename: 'Viewer' }
    & GraphQLRecursivePick<FederationTypes['Viewer'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AuthSession: ResolverTypeWrapper<AuthSessionModel>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ChangeEmailInput: ChangeEmailInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ChangeEmailPayload: ResolverTypeWrapper<ChangeEmailPayload>;
  ChangePasswordInput: ChangePasswordInput;
  ChangePasswordPayload: ResolverTypeWrapper<ChangePasswordPayload>;
  ConfirmEmailInput: ConfirmEmailInput;
  ConfirmEmailPayload: ResolverTypeWrapper<ConfirmEmailPayload>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteAccountInput: DeleteAccountInput;
  DeleteAccountPayload: ResolverTypeWrapper<DeleteAccountPayload>;
  EmailAddress: ResolverTypeWrapper<Scalars['EmailAddress']['output']>;
  LogInInput: LogInInput;
  LogInPayload: ResolverTypeWrapper<Omit<LogInPayload, 'user'> & { user?: Maybe<ResolversTypes['User']> }>;
  LogOutEverywhereInput: LogOutEverywhereInput;
  LogOutEverywherePayload: ResolverTypeWrapper<LogOutEverywherePayload>;
  LogOutInput: LogOutInput;
  LogOutPayload: ResolverTypeWrapper<LogOutPayload>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RefreshSessionInput: RefreshSessionInput;
  RefreshSessionPayload: ResolverTypeWrapper<RefreshSessionPayload>;
  RegisterInput: RegisterInput;
  RegisterPayload: ResolverTypeWrapper<Omit<RegisterPayload, 'user'> & { user?: Maybe<ResolversTypes['User']> }>;
  RequestEmailConfirmationPayload: ResolverTypeWrapper<RequestEmailConfirmationPayload>;
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestPasswordResetPayload: ResolverTypeWrapper<RequestPasswordResetPayload>;
  ResetPasswordInput: ResetPasswordInput;
  ResetPasswordPayload: ResolverTypeWrapper<ResetPasswordPayload>;
  SessionTokens: ResolverTypeWrapper<SessionTokens>;
  Sex: Sex;
  TimeZone: ResolverTypeWrapper<Scalars['TimeZone']['output']>;
  UnitSystem: UnitSystem;
  UpdateProfileInput: UpdateProfileInput;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  UpdateProfilePayload: ResolverTypeWrapper<Omit<UpdateProfilePayload, 'viewer'> & { viewer?: Maybe<ResolversTypes['Viewer']> }>;
  User: ResolverTypeWrapper<UserModel>;
  UserError: ResolverTypeWrapper<UserError>;
  UserErrorCode: UserErrorCode;
  Viewer: ResolverTypeWrapper<ViewerModel>;
  Visibility: Visibility;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AuthSession: AuthSessionModel;
  Boolean: Scalars['Boolean']['output'];
  ID: Scalars['ID']['output'];
  ChangeEmailInput: ChangeEmailInput;
  String: Scalars['String']['output'];
  ChangeEmailPayload: ChangeEmailPayload;
  ChangePasswordInput: ChangePasswordInput;
  ChangePasswordPayload: ChangePasswordPayload;
  ConfirmEmailInput: ConfirmEmailInput;
  ConfirmEmailPayload: ConfirmEmailPayload;
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  DeleteAccountInput: DeleteAccountInput;
  DeleteAccountPayload: DeleteAccountPayload;
  EmailAddress: Scalars['EmailAddress']['output'];
  LogInInput: LogInInput;
  LogInPayload: Omit<LogInPayload, 'user'> & { user?: Maybe<ResolversParentTypes['User']> };
  LogOutEverywhereInput: LogOutEverywhereInput;
  LogOutEverywherePayload: LogOutEverywherePayload;
  LogOutInput: LogOutInput;
  LogOutPayload: LogOutPayload;
  Mutation: Record<PropertyKey, never>;
  Query: Record<PropertyKey, never>;
  RefreshSessionInput: RefreshSessionInput;
  RefreshSessionPayload: RefreshSessionPayload;
  RegisterInput: RegisterInput;
  RegisterPayload: Omit<RegisterPayload, 'user'> & { user?: Maybe<ResolversParentTypes['User']> };
  RequestEmailConfirmationPayload: RequestEmailConfirmationPayload;
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestPasswordResetPayload: RequestPasswordResetPayload;
  ResetPasswordInput: ResetPasswordInput;
  ResetPasswordPayload: ResetPasswordPayload;
  SessionTokens: SessionTokens;
  TimeZone: Scalars['TimeZone']['output'];
  UpdateProfileInput: UpdateProfileInput;
  Float: Scalars['Float']['output'];
  Int: Scalars['Int']['output'];
  UpdateProfilePayload: Omit<UpdateProfilePayload, 'viewer'> & { viewer?: Maybe<ResolversParentTypes['Viewer']> };
  User: UserModel;
  UserError: UserError;
  Viewer: ViewerModel;
};

export type AuthSessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuthSession'] = ResolversParentTypes['AuthSession']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ChangeEmailPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangeEmailPayload'] = ResolversParentTypes['ChangeEmailPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ChangePasswordPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangePasswordPayload'] = ResolversParentTypes['ChangePasswordPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ConfirmEmailPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConfirmEmailPayload'] = ResolversParentTypes['ConfirmEmailPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteAccountPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteAccountPayload'] = ResolversParentTypes['DeleteAccountPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface EmailAddressScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['EmailAddress'], any> {
  name: 'EmailAddress';
}

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
  changeEmail?: Resolver<ResolversTypes['ChangeEmailPayload'], ParentType, ContextType, RequireFields<MutationChangeEmailArgs, 'input'>>;
  changePassword?: Resolver<ResolversTypes['ChangePasswordPayload'], ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'input'>>;
  confirmEmail?: Resolver<ResolversTypes['ConfirmEmailPayload'], ParentType, ContextType, RequireFields<MutationConfirmEmailArgs, 'input'>>;
  deleteAccount?: Resolver<ResolversTypes['DeleteAccountPayload'], ParentType, ContextType, RequireFields<MutationDeleteAccountArgs, 'input'>>;
  logIn?: Resolver<ResolversTypes['LogInPayload'], ParentType, ContextType, RequireFields<MutationLogInArgs, 'input'>>;
  logOut?: Resolver<ResolversTypes['LogOutPayload'], ParentType, ContextType, RequireFields<MutationLogOutArgs, 'input'>>;
  logOutEverywhere?: Resolver<ResolversTypes['LogOutEverywherePayload'], ParentType, ContextType, RequireFields<MutationLogOutEverywhereArgs, 'input'>>;
  refreshSession?: Resolver<ResolversTypes['RefreshSessionPayload'], ParentType, ContextType, RequireFields<MutationRefreshSessionArgs, 'input'>>;
  register?: Resolver<ResolversTypes['RegisterPayload'], ParentType, ContextType, RequireFields<MutationRegisterArgs, 'input'>>;
  requestEmailConfirmation?: Resolver<ResolversTypes['RequestEmailConfirmationPayload'], ParentType, ContextType>;
  requestPasswordReset?: Resolver<ResolversTypes['RequestPasswordResetPayload'], ParentType, ContextType, RequireFields<MutationRequestPasswordResetArgs, 'input'>>;
  resetPassword?: Resolver<ResolversTypes['ResetPasswordPayload'], ParentType, ContextType, RequireFields<MutationResetPasswordArgs, 'input'>>;
  updateProfile?: Resolver<ResolversTypes['UpdateProfilePayload'], ParentType, ContextType, RequireFields<MutationUpdateProfileArgs, 'input'>>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'id'>>;
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

export type RequestEmailConfirmationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestEmailConfirmationPayload'] = ResolversParentTypes['RequestEmailConfirmationPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RequestPasswordResetPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestPasswordResetPayload'] = ResolversParentTypes['RequestPasswordResetPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ResetPasswordPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResetPasswordPayload'] = ResolversParentTypes['ResetPasswordPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SessionTokensResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionTokens'] = ResolversParentTypes['SessionTokens']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  accessTokenExpiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  refreshToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface TimeZoneScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['TimeZone'], any> {
  name: 'TimeZone';
}

export type UpdateProfilePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateProfilePayload'] = ResolversParentTypes['UpdateProfilePayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  displayName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  retryAfterSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer'], FederationReferenceType extends FederationReferenceTypes['Viewer'] = FederationReferenceTypes['Viewer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Viewer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  birthDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  defaultVisibility?: Resolver<ResolversTypes['Visibility'], ParentType, ContextType>;
  displayName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['EmailAddress']>, ParentType, ContextType>;
  emailConfirmedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  hasPassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  heightCentimeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  maxHeartRateBpm?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  restingHeartRateBpm?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  sessions?: Resolver<ReadonlyArray<ResolversTypes['AuthSession']>, ParentType, ContextType>;
  sex?: Resolver<Maybe<ResolversTypes['Sex']>, ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['TimeZone'], ParentType, ContextType>;
  units?: Resolver<ResolversTypes['UnitSystem'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  weightKilograms?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AuthSession?: AuthSessionResolvers<ContextType>;
  ChangeEmailPayload?: ChangeEmailPayloadResolvers<ContextType>;
  ChangePasswordPayload?: ChangePasswordPayloadResolvers<ContextType>;
  ConfirmEmailPayload?: ConfirmEmailPayloadResolvers<ContextType>;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  DeleteAccountPayload?: DeleteAccountPayloadResolvers<ContextType>;
  EmailAddress?: GraphQLScalarType;
  LogInPayload?: LogInPayloadResolvers<ContextType>;
  LogOutEverywherePayload?: LogOutEverywherePayloadResolvers<ContextType>;
  LogOutPayload?: LogOutPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RefreshSessionPayload?: RefreshSessionPayloadResolvers<ContextType>;
  RegisterPayload?: RegisterPayloadResolvers<ContextType>;
  RequestEmailConfirmationPayload?: RequestEmailConfirmationPayloadResolvers<ContextType>;
  RequestPasswordResetPayload?: RequestPasswordResetPayloadResolvers<ContextType>;
  ResetPasswordPayload?: ResetPasswordPayloadResolvers<ContextType>;
  SessionTokens?: SessionTokensResolvers<ContextType>;
  TimeZone?: GraphQLScalarType;
  UpdateProfilePayload?: UpdateProfilePayloadResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
};

