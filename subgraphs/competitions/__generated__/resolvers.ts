import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CompetitionModel, ParticipationModel, TeamModel, SquadModel } from '../models.ts';
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
  /** A time zone name of the IANA database: `Europe/Ljubljana`. */
  TimeZone: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** People compared by one metric over a window of time. */
export type Competition = {
  readonly __typename?: 'Competition';
  /** Whether workouts count that started before their owner joined. */
  readonly countsWorkoutsBeforeJoining: Scalars['Boolean']['output'];
  /** What it is about, in the organizer's words. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** The distance raced, for FASTEST_EFFORT; null for other metrics. */
  readonly effortDistanceMeters?: Maybe<Scalars['Float']['output']>;
  /** Workouts that start before this count. */
  readonly endsAt: Scalars['DateTime']['output'];
  /** How long after `endsAt` late workouts of the window are waited for. */
  readonly gracePeriodSeconds: Scalars['Int']['output'];
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /** What opens an INVITE competition to somebody; shown to the organizer alone. */
  readonly inviteCode?: Maybe<Scalars['String']['output']>;
  /** What is counted. */
  readonly metric: CompetitionMetric;
  /** Who made it; null while people cannot be looked up, and for those whom the person blocked. */
  readonly organizer?: Maybe<User>;
  /** Those who take part, in the order they joined. */
  readonly participants: ParticipationConnection;
  /** The sports that count; empty when all do. */
  readonly sports: ReadonlyArray<Sport>;
  /** Workouts that start at or after this count. */
  readonly startsAt: Scalars['DateTime']['output'];
  /** Where it stands. */
  readonly status: CompetitionStatus;
  /** The score that completes the competition for a participant; null when there is none. */
  readonly target?: Maybe<Scalars['Float']['output']>;
  /** The teams, in the order they were made; at most 100. Who stands where among them tells `Leaderboard.teamEntries`. */
  readonly teams: ReadonlyArray<Team>;
  /** The zone by which its days are told. */
  readonly timeZone: Scalars['TimeZone']['output'];
  /** Its name. */
  readonly title: Scalars['String']['output'];
  /** The viewer's own part; null when the viewer does not take part. */
  readonly viewerParticipation?: Maybe<Participation>;
  /** Who may see and join it. */
  readonly visibility: CompetitionVisibility;
};


/** People compared by one metric over a window of time. */
export type CompetitionParticipantsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** What a competition counts. Sums run over the workouts that count. */
export type CompetitionMetric =
  /** Local dates with a workout. */
  | 'ACTIVE_DAYS'
  /** Metres. */
  | 'DISTANCE'
  /** Metres climbed. */
  | 'ELEVATION_GAIN'
  /** Kilocalories. */
  | 'ENERGY'
  /** The fewest seconds over `effortDistanceMeters`; the board ranks ascending. */
  | 'FASTEST_EFFORT'
  /** Seconds in motion. */
  | 'MOVING_TIME'
  /** Workouts. */
  | 'WORKOUT_COUNT';

/** Where a competition stands. */
export type CompetitionStatus =
  /** Going on; can be joined. */
  | 'ACTIVE'
  /** Called off. */
  | 'CANCELLED'
  /** The window is over; workouts of the window that arrive late still count until the grace period ends. */
  | 'ENDED'
  /** The standings are final. */
  | 'FINAL'
  /** Not begun yet; can be joined. */
  | 'UPCOMING';

/** Who may see and join a competition. */
export type CompetitionVisibility =
  /** Its organizer and participants may see it; joining takes the invite code. */
  | 'INVITE'
  /** Whoever knows its id may see and join it; it is listed nowhere. */
  | 'LINK'
  /** Everyone may see and join it. */
  | 'PUBLIC';

/** What a competition needs. */
export type CreateCompetitionInput = {
  /** Whether workouts count that started before their owner joined. */
  readonly countsWorkoutsBeforeJoining?: Scalars['Boolean']['input'];
  /** At most 2000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Needed for FASTEST_EFFORT, and only there: one of the standard best-effort distances (400, 804.672, 1000, 1609.344, 3218.688, 5000, 10000, 15000, 16093.44, 20000, 21097.5, 30000, 42195), give or take less than a metre. */
  readonly effortDistanceMeters?: InputMaybe<Scalars['Float']['input']>;
  /** Must lie in the future, after `startsAt`. */
  readonly endsAt: Scalars['DateTime']['input'];
  /** How long after `endsAt` late workouts are waited for: 0 to 604800, a day when left out. */
  readonly gracePeriodSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** What is counted. */
  readonly metric: CompetitionMetric;
  /** Only workouts at least this long count. */
  readonly minimumDistanceMeters?: InputMaybe<Scalars['Float']['input']>;
  /** Only workouts with at least this moving time count. */
  readonly minimumSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** Only workouts that came in one of these ways count; all when left out or empty. */
  readonly sources?: InputMaybe<ReadonlyArray<WorkoutSource>>;
  /** The sports that count; all when left out or empty. */
  readonly sports?: InputMaybe<ReadonlyArray<Sport>>;
  /** May lie in the past, from 1970 on. */
  readonly startsAt: Scalars['DateTime']['input'];
  /** The score that completes the competition for a participant, above 0; for FASTEST_EFFORT the time to stay within. */
  readonly target?: InputMaybe<Scalars['Float']['input']>;
  /** The teams to begin with; at most 100. Squads can enter later too. */
  readonly teams?: InputMaybe<ReadonlyArray<TeamInput>>;
  /** The zone by which the competition's days are told; the organizer's when left out. */
  readonly timeZone?: InputMaybe<Scalars['TimeZone']['input']>;
  /** 1 to 120 characters. */
  readonly title: Scalars['String']['input'];
  /** PUBLIC when left out. */
  readonly visibility?: InputMaybe<CompetitionVisibility>;
};

/** The new competition. */
export type CreateCompetitionPayload = {
  readonly __typename?: 'CreateCompetitionPayload';
  /** The competition; null with `userErrors`. */
  readonly competition?: Maybe<Competition>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Which squad to enter where. */
export type EnterSquadInput = {
  /** A competition that is not over. */
  readonly competitionId: Scalars['ID']['input'];
  /** Needed for an INVITE competition, unless the caller made it or takes part. */
  readonly inviteCode?: InputMaybe<Scalars['String']['input']>;
  /** How many may play for it, 1 to 1000; as many as want to when left out. */
  readonly maxMembers?: InputMaybe<Scalars['Int']['input']>;
  /** What the team is called: 1 to 60 characters on one line, unlike the other teams' names, whatever their case. */
  readonly name: Scalars['String']['input'];
  /** A squad that the caller owns. */
  readonly squadId: Scalars['ID']['input'];
};

/** The squad's team. */
export type EnterSquadPayload = {
  readonly __typename?: 'EnterSquadPayload';
  /** The new team; null with `userErrors`. */
  readonly team?: Maybe<Team>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Which competition to join. */
export type JoinCompetitionInput = {
  /** A competition that is not over. */
  readonly competitionId: Scalars['ID']['input'];
  /** Needed for an INVITE competition. */
  readonly inviteCode?: InputMaybe<Scalars['String']['input']>;
  /** The team to play for; of a squad's team one that the caller is in. Who takes part without a team can take a seat in one this way too; nobody changes teams. */
  readonly teamId?: InputMaybe<Scalars['ID']['input']>;
};

/** The caller's part. */
export type JoinCompetitionPayload = {
  readonly __typename?: 'JoinCompetitionPayload';
  /** The part; null with `userErrors`. */
  readonly participation?: Maybe<Participation>;
  /** What went wrong; empty on success. */
  readonly userErrors: ReadonlyArray<UserError>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Makes a competition; the caller is its organizer. It is there until they delete their account and nobody takes part in it any more. */
  readonly createCompetition: CreateCompetitionPayload;
  /** Makes a squad a team of a competition that is not over; its members then join it by `joinCompetition`. For owners of the squad. */
  readonly enterSquad: EnterSquadPayload;
  /** Makes the caller a participant, or gives a participant a seat in a team. */
  readonly joinCompetition: JoinCompetitionPayload;
};


export type MutationCreateCompetitionArgs = {
  input: CreateCompetitionInput;
};


export type MutationEnterSquadArgs = {
  input: EnterSquadInput;
};


export type MutationJoinCompetitionArgs = {
  input: JoinCompetitionInput;
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

/** One person's part in a competition. */
export type Participation = {
  readonly __typename?: 'Participation';
  /** The end of the workout that reached the target; null until then. */
  readonly completedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /** When the person joined. */
  readonly joinedAt: Scalars['DateTime']['output'];
  /** The share of the target reached, 0 to 1: for FASTEST_EFFORT the target over the score; null without a target. */
  readonly progress?: Maybe<Scalars['Float']['output']>;
  /** In the metric's unit: 0 until a workout counts, and null for FASTEST_EFFORT until there is an effort. */
  readonly score?: Maybe<Scalars['Float']['output']>;
  /** The team they play for; null when they play for none. */
  readonly team?: Maybe<Team>;
  /** Who it is; null while people cannot be looked up, and for those whom the person blocked. */
  readonly user?: Maybe<User>;
};

/** A page of participants. */
export type ParticipationConnection = {
  readonly __typename?: 'ParticipationConnection';
  /** The participants of the page with their cursors. */
  readonly edges: ReadonlyArray<ParticipationEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** A participant in a list. */
export type ParticipationEdge = {
  readonly __typename?: 'ParticipationEdge';
  /** Stays right while people join and leave. */
  readonly cursor: Scalars['String']['output'];
  /** The participant's part. */
  readonly node: Participation;
};

export type Query = {
  readonly __typename?: 'Query';
  /** A competition by id; null when there is none, or when the viewer may not see it. */
  readonly competition?: Maybe<Competition>;
};


export type QueryCompetitionArgs = {
  id: Scalars['ID']['input'];
};

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

export type Squad = {
  readonly __typename?: 'Squad';
  readonly id: Scalars['ID']['output'];
  /** The squad as a team of competitions whose standings are not final, the last entered first; of the last 100 those whose competition the viewer may see. Empty for those who are not in the squad. */
  readonly teams?: Maybe<ReadonlyArray<Team>>;
};

/**
 * People who are scored together. A team's score is the sum of the scores of those who play for it; for FASTEST_EFFORT the best of
 * their times. Everybody is on the people's board too.
 */
export type Team = {
  readonly __typename?: 'Team';
  /** The competition; null when the viewer may not see it. */
  readonly competition?: Maybe<Competition>;
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /** How many may play for it; null when as many may as want to. */
  readonly maxMembers?: Maybe<Scalars['Int']['output']>;
  /** How many play for it. */
  readonly memberCount: Scalars['Int']['output'];
  /** Those who play for it, in the order they joined the competition. Who leaves the squad plays for its team no more, and stays a participant; when standings are final, teams stay as they are. */
  readonly members: ParticipationConnection;
  /** What it is called; unlike the names of the competition's other teams. */
  readonly name: Scalars['String']['output'];
  /** The squad whose members alone may play for it; null for a team of whoever comes first, and for viewers who are not in the squad. */
  readonly squad?: Maybe<Squad>;
};


/**
 * People who are scored together. A team's score is the sum of the scores of those who play for it; for FASTEST_EFFORT the best of
 * their times. Everybody is on the people's board too.
 */
export type TeamMembersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** A team to be made. */
export type TeamInput = {
  /** How many may play for it, 1 to 1000; as many as want to when left out. */
  readonly maxMembers?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 60 characters on one line; unlike the other teams' names, whatever their case. */
  readonly name: Scalars['String']['input'];
  /** A squad that the caller owns: only its members may play for the team. */
  readonly squadId?: InputMaybe<Scalars['ID']['input']>;
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

/** How a workout came to us. */
export type WorkoutSource =
  /** Sent by a device or its bridge. */
  | 'DEVICE'
  /** An uploaded activity file. */
  | 'FILE'
  /** Recorded live through Laurel. */
  | 'LIVE'
  /** Entered by hand. */
  | 'MANUAL';



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
  Participation: Participation;
  Squad: Squad;
  Team: Team;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Competition:
    ( { __typename: 'Competition' }
    & GraphQLRecursivePick<FederationTypes['Competition'], {"id":true}> );
  Participation:
    ( { __typename: 'Participation' }
    & GraphQLRecursivePick<FederationTypes['Participation'], {"id":true}> );
  Squad:
    ( { __typename: 'Squad' }
    & GraphQLRecursivePick<FederationTypes['Squad'], {"id":true}> );
  Team:
    ( { __typename: 'Team' }
    & GraphQLRecursivePick<FederationTypes['Team'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Competition: ResolverTypeWrapper<CompetitionModel>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CompetitionMetric: CompetitionMetric;
  CompetitionStatus: CompetitionStatus;
  CompetitionVisibility: CompetitionVisibility;
  CreateCompetitionInput: CreateCompetitionInput;
  CreateCompetitionPayload: ResolverTypeWrapper<Omit<CreateCompetitionPayload, 'competition'> & { competition?: Maybe<ResolversTypes['Competition']> }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  EnterSquadInput: EnterSquadInput;
  EnterSquadPayload: ResolverTypeWrapper<Omit<EnterSquadPayload, 'team'> & { team?: Maybe<ResolversTypes['Team']> }>;
  JoinCompetitionInput: JoinCompetitionInput;
  JoinCompetitionPayload: ResolverTypeWrapper<Omit<JoinCompetitionPayload, 'participation'> & { participation?: Maybe<ResolversTypes['Participation']> }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Participation: ResolverTypeWrapper<ParticipationModel>;
  ParticipationConnection: ResolverTypeWrapper<Omit<ParticipationConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ParticipationEdge']> }>;
  ParticipationEdge: ResolverTypeWrapper<Omit<ParticipationEdge, 'node'> & { node: ResolversTypes['Participation'] }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Sport: Sport;
  Squad: ResolverTypeWrapper<SquadModel>;
  Team: ResolverTypeWrapper<TeamModel>;
  TeamInput: TeamInput;
  TimeZone: ResolverTypeWrapper<Scalars['TimeZone']['output']>;
  User: ResolverTypeWrapper<User>;
  UserError: ResolverTypeWrapper<UserError>;
  UserErrorCode: UserErrorCode;
  WorkoutSource: WorkoutSource;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Competition: CompetitionModel;
  Boolean: Scalars['Boolean']['output'];
  String: Scalars['String']['output'];
  Float: Scalars['Float']['output'];
  Int: Scalars['Int']['output'];
  ID: Scalars['ID']['output'];
  CreateCompetitionInput: CreateCompetitionInput;
  CreateCompetitionPayload: Omit<CreateCompetitionPayload, 'competition'> & { competition?: Maybe<ResolversParentTypes['Competition']> };
  DateTime: Scalars['DateTime']['output'];
  EnterSquadInput: EnterSquadInput;
  EnterSquadPayload: Omit<EnterSquadPayload, 'team'> & { team?: Maybe<ResolversParentTypes['Team']> };
  JoinCompetitionInput: JoinCompetitionInput;
  JoinCompetitionPayload: Omit<JoinCompetitionPayload, 'participation'> & { participation?: Maybe<ResolversParentTypes['Participation']> };
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Participation: ParticipationModel;
  ParticipationConnection: Omit<ParticipationConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ParticipationEdge']> };
  ParticipationEdge: Omit<ParticipationEdge, 'node'> & { node: ResolversParentTypes['Participation'] };
  Query: Record<PropertyKey, never>;
  Squad: SquadModel;
  Team: TeamModel;
  TeamInput: TeamInput;
  TimeZone: Scalars['TimeZone']['output'];
  User: User;
  UserError: UserError;
};

export type CompetitionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Competition'] = ResolversParentTypes['Competition'], FederationReferenceType extends FederationReferenceTypes['Competition'] = FederationReferenceTypes['Competition']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Competition']> | FederationReferenceType, FederationReferenceType, ContextType>;
  countsWorkoutsBeforeJoining?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  effortDistanceMeters?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  gracePeriodSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inviteCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  metric?: Resolver<ResolversTypes['CompetitionMetric'], ParentType, ContextType>;
  organizer?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  participants?: Resolver<ResolversTypes['ParticipationConnection'], ParentType, ContextType, RequireFields<CompetitionParticipantsArgs, 'first'>>;
  sports?: Resolver<ReadonlyArray<ResolversTypes['Sport']>, ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['CompetitionStatus'], ParentType, ContextType>;
  target?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  teams?: Resolver<ReadonlyArray<ResolversTypes['Team']>, ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['TimeZone'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  viewerParticipation?: Resolver<Maybe<ResolversTypes['Participation']>, ParentType, ContextType>;
  visibility?: Resolver<ResolversTypes['CompetitionVisibility'], ParentType, ContextType>;
};

export type CreateCompetitionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateCompetitionPayload'] = ResolversParentTypes['CreateCompetitionPayload']> = {
  competition?: Resolver<Maybe<ResolversTypes['Competition']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type EnterSquadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EnterSquadPayload'] = ResolversParentTypes['EnterSquadPayload']> = {
  team?: Resolver<Maybe<ResolversTypes['Team']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type JoinCompetitionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['JoinCompetitionPayload'] = ResolversParentTypes['JoinCompetitionPayload']> = {
  participation?: Resolver<Maybe<ResolversTypes['Participation']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createCompetition?: Resolver<ResolversTypes['CreateCompetitionPayload'], ParentType, ContextType, RequireFields<MutationCreateCompetitionArgs, 'input'>>;
  enterSquad?: Resolver<ResolversTypes['EnterSquadPayload'], ParentType, ContextType, RequireFields<MutationEnterSquadArgs, 'input'>>;
  joinCompetition?: Resolver<ResolversTypes['JoinCompetitionPayload'], ParentType, ContextType, RequireFields<MutationJoinCompetitionArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ParticipationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Participation'] = ResolversParentTypes['Participation'], FederationReferenceType extends FederationReferenceTypes['Participation'] = FederationReferenceTypes['Participation']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Participation']> | FederationReferenceType, FederationReferenceType, ContextType>;
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  joinedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  score?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  team?: Resolver<Maybe<ResolversTypes['Team']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type ParticipationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParticipationConnection'] = ResolversParentTypes['ParticipationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ParticipationEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ParticipationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParticipationEdge'] = ResolversParentTypes['ParticipationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Participation'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  competition?: Resolver<Maybe<ResolversTypes['Competition']>, ParentType, ContextType, RequireFields<QueryCompetitionArgs, 'id'>>;
};

export type SquadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Squad'] = ResolversParentTypes['Squad'], FederationReferenceType extends FederationReferenceTypes['Squad'] = FederationReferenceTypes['Squad']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Squad']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  teams?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Team']>>, ParentType, ContextType>;
};

export type TeamResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Team'] = ResolversParentTypes['Team'], FederationReferenceType extends FederationReferenceTypes['Team'] = FederationReferenceTypes['Team']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Team']> | FederationReferenceType, FederationReferenceType, ContextType>;
  competition?: Resolver<Maybe<ResolversTypes['Competition']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  maxMembers?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  memberCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  members?: Resolver<ResolversTypes['ParticipationConnection'], ParentType, ContextType, RequireFields<TeamMembersArgs, 'first'>>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  squad?: Resolver<Maybe<ResolversTypes['Squad']>, ParentType, ContextType>;
};

export interface TimeZoneScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['TimeZone'], any> {
  name: 'TimeZone';
}

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  retryAfterSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Competition?: CompetitionResolvers<ContextType>;
  CreateCompetitionPayload?: CreateCompetitionPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  EnterSquadPayload?: EnterSquadPayloadResolvers<ContextType>;
  JoinCompetitionPayload?: JoinCompetitionPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Participation?: ParticipationResolvers<ContextType>;
  ParticipationConnection?: ParticipationConnectionResolvers<ContextType>;
  ParticipationEdge?: ParticipationEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Squad?: SquadResolvers<ContextType>;
  Team?: TeamResolvers<ContextType>;
  TimeZone?: GraphQLScalarType;
  User?: UserResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
};

