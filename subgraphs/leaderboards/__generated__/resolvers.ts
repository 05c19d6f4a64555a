import type { GraphQLResolveInfo } from 'graphql';
import type { CompetitionModel, LeaderboardModel, LeaderboardEntryModel, LeaderboardTeamEntryModel, LeaderboardUpdateModel } from '../models.ts';
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
  _FieldSet: { input: string; output: string; }
};

export type Competition = {
  readonly __typename?: 'Competition';
  readonly id: Scalars['ID']['output'];
  /** The competition's board: empty when the competition was just made; null only when the viewer may not see it, which for an INVITE competition is who neither made nor joined it. */
  readonly leaderboard?: Maybe<Leaderboard>;
};

/** Who stands where. */
export type Leaderboard = {
  readonly __typename?: 'Leaderboard';
  /** The entries from the best down; among equal scores who reached it earlier stands first, then who needed fewer workouts. People without a score are not listed. */
  readonly entries: LeaderboardEntryConnection;
  /** The viewer's own entry between those that stand before and after it, the best first; empty without a score. */
  readonly entriesAroundViewer: ReadonlyArray<LeaderboardEntry>;
  /** Whether the standings are final. */
  readonly final: Scalars['Boolean']['output'];
  /** The entries of the viewer's friends, the best first, with their ranks on the whole board; friends without a score are not listed. Empty without a viewer. */
  readonly friendEntries: ReadonlyArray<LeaderboardEntry>;
  /** Never changes: the competition's id. */
  readonly id: Scalars['ID']['output'];
  /** How many take part, with or without a score. */
  readonly participantCount: Scalars['Int']['output'];
  /** All teams with a score, the best first; ranked as people are. Moves with `leaderboardUpdated` too. */
  readonly teamEntries: ReadonlyArray<LeaderboardTeamEntry>;
  /** The viewer's own entry; null without a score. */
  readonly viewerEntry?: Maybe<LeaderboardEntry>;
};


/** Who stands where. */
export type LeaderboardEntriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** Who stands where. */
export type LeaderboardEntriesAroundViewerArgs = {
  radius?: Scalars['Int']['input'];
};


/** Who stands where. */
export type LeaderboardFriendEntriesArgs = {
  first?: Scalars['Int']['input'];
};

/** One person's place on a board. */
export type LeaderboardEntry = {
  readonly __typename?: 'LeaderboardEntry';
  /** Who it is; null while people cannot be looked up, and for those whom the person blocked. */
  readonly participant?: Maybe<User>;
  /** The share of the other entries that do not stand ahead, 0 to 100; null for the only entry. */
  readonly percentile?: Maybe<Scalars['Float']['output']>;
  /** 1 for the best; equal scores share a rank, and the ranks after them are left out (1, 2, 2, 4). */
  readonly rank: Scalars['Int']['output'];
  /** In the unit of the competition's metric. */
  readonly score: Scalars['Float']['output'];
};

/** A page of entries. */
export type LeaderboardEntryConnection = {
  readonly __typename?: 'LeaderboardEntryConnection';
  /** The entries of the page with their cursors. */
  readonly edges: ReadonlyArray<LeaderboardEntryEdge>;
  /** Where the page lies in the board. */
  readonly pageInfo: PageInfo;
};

/** An entry in a list. */
export type LeaderboardEntryEdge = {
  readonly __typename?: 'LeaderboardEntryEdge';
  /** Stays right while scores change. */
  readonly cursor: Scalars['String']['output'];
  /** The entry. */
  readonly node: LeaderboardEntry;
};

/** A team's place on a board. */
export type LeaderboardTeamEntry = {
  readonly __typename?: 'LeaderboardTeamEntry';
  /** 1 for the best; equal scores share a rank, and the ranks after them are left out (1, 2, 2, 4). */
  readonly rank: Scalars['Int']['output'];
  /** The sum of its people's scores, in the unit of the competition's metric; for FASTEST_EFFORT the best of their times. */
  readonly score: Scalars['Float']['output'];
  /** Which team it is; null while teams cannot be looked up. */
  readonly team?: Maybe<Team>;
};

/** A board after a change. */
export type LeaderboardUpdate = {
  readonly __typename?: 'LeaderboardUpdate';
  /** The top of the board, as many as asked for. */
  readonly entries: ReadonlyArray<LeaderboardEntry>;
  /** The board. */
  readonly leaderboard: Leaderboard;
  /** Grows with every change that can be seen of the board: of two positions the later one is the greater text. */
  readonly position: Scalars['String']['output'];
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
  /** A leaderboard by id; null when there is none, or when the viewer may not see it. */
  readonly leaderboard?: Maybe<Leaderboard>;
};


export type QueryLeaderboardArgs = {
  id: Scalars['ID']['input'];
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** The top of a competition's board: as it stands on subscribing, then after each change, no faster than the server's rate and always the newest state. Refused with NOT_FOUND when there is no such board, or the viewer may not see it; ends with NOT_FOUND when its competition is no more. */
  readonly leaderboardUpdated: LeaderboardUpdate;
};


export type SubscriptionLeaderboardUpdatedArgs = {
  competitionId: Scalars['ID']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type Team = {
  readonly __typename?: 'Team';
  readonly id: Scalars['ID']['output'];
};

export type User = {
  readonly __typename?: 'User';
  readonly id: Scalars['ID']['output'];
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
  Leaderboard: Leaderboard;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Competition:
    ( { __typename: 'Competition' }
    & GraphQLRecursivePick<FederationTypes['Competition'], {"id":true}> );
  Leaderboard:
    ( { __typename: 'Leaderboard' }
    & GraphQLRecursivePick<FederationTypes['Leaderboard'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Competition: ResolverTypeWrapper<CompetitionModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Leaderboard: ResolverTypeWrapper<LeaderboardModel>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  LeaderboardEntry: ResolverTypeWrapper<LeaderboardEntryModel>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  LeaderboardEntryConnection: ResolverTypeWrapper<Omit<LeaderboardEntryConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['LeaderboardEntryEdge']> }>;
  LeaderboardEntryEdge: ResolverTypeWrapper<Omit<LeaderboardEntryEdge, 'node'> & { node: ResolversTypes['LeaderboardEntry'] }>;
  LeaderboardTeamEntry: ResolverTypeWrapper<LeaderboardTeamEntryModel>;
  LeaderboardUpdate: ResolverTypeWrapper<LeaderboardUpdateModel>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Team: ResolverTypeWrapper<Team>;
  User: ResolverTypeWrapper<User>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Competition: CompetitionModel;
  ID: Scalars['ID']['output'];
  Leaderboard: LeaderboardModel;
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  Boolean: Scalars['Boolean']['output'];
  LeaderboardEntry: LeaderboardEntryModel;
  Float: Scalars['Float']['output'];
  LeaderboardEntryConnection: Omit<LeaderboardEntryConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['LeaderboardEntryEdge']> };
  LeaderboardEntryEdge: Omit<LeaderboardEntryEdge, 'node'> & { node: ResolversParentTypes['LeaderboardEntry'] };
  LeaderboardTeamEntry: LeaderboardTeamEntryModel;
  LeaderboardUpdate: LeaderboardUpdateModel;
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
  Team: Team;
  User: User;
};

export type CompetitionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Competition'] = ResolversParentTypes['Competition'], FederationReferenceType extends FederationReferenceTypes['Competition'] = FederationReferenceTypes['Competition']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Competition']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  leaderboard?: Resolver<Maybe<ResolversTypes['Leaderboard']>, ParentType, ContextType>;
};

export type LeaderboardResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Leaderboard'] = ResolversParentTypes['Leaderboard'], FederationReferenceType extends FederationReferenceTypes['Leaderboard'] = FederationReferenceTypes['Leaderboard']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Leaderboard']> | FederationReferenceType, FederationReferenceType, ContextType>;
  entries?: Resolver<ResolversTypes['LeaderboardEntryConnection'], ParentType, ContextType, RequireFields<LeaderboardEntriesArgs, 'first'>>;
  entriesAroundViewer?: Resolver<ReadonlyArray<ResolversTypes['LeaderboardEntry']>, ParentType, ContextType, RequireFields<LeaderboardEntriesAroundViewerArgs, 'radius'>>;
  final?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  friendEntries?: Resolver<ReadonlyArray<ResolversTypes['LeaderboardEntry']>, ParentType, ContextType, RequireFields<LeaderboardFriendEntriesArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  participantCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  teamEntries?: Resolver<ReadonlyArray<ResolversTypes['LeaderboardTeamEntry']>, ParentType, ContextType>;
  viewerEntry?: Resolver<Maybe<ResolversTypes['LeaderboardEntry']>, ParentType, ContextType>;
};

export type LeaderboardEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeaderboardEntry'] = ResolversParentTypes['LeaderboardEntry']> = {
  participant?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  percentile?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  rank?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type LeaderboardEntryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeaderboardEntryConnection'] = ResolversParentTypes['LeaderboardEntryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['LeaderboardEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type LeaderboardEntryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeaderboardEntryEdge'] = ResolversParentTypes['LeaderboardEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['LeaderboardEntry'], ParentType, ContextType>;
};

export type LeaderboardTeamEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeaderboardTeamEntry'] = ResolversParentTypes['LeaderboardTeamEntry']> = {
  rank?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  team?: Resolver<Maybe<ResolversTypes['Team']>, ParentType, ContextType>;
};

export type LeaderboardUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeaderboardUpdate'] = ResolversParentTypes['LeaderboardUpdate']> = {
  entries?: Resolver<ReadonlyArray<ResolversTypes['LeaderboardEntry']>, ParentType, ContextType>;
  leaderboard?: Resolver<ResolversTypes['Leaderboard'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  leaderboard?: Resolver<Maybe<ResolversTypes['Leaderboard']>, ParentType, ContextType, RequireFields<QueryLeaderboardArgs, 'id'>>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  leaderboardUpdated?: SubscriptionResolver<ResolversTypes['LeaderboardUpdate'], "leaderboardUpdated", ParentType, ContextType, RequireFields<SubscriptionLeaderboardUpdatedArgs, 'competitionId' | 'first'>>;
};

export type TeamResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Team'] = ResolversParentTypes['Team']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Competition?: CompetitionResolvers<ContextType>;
  Leaderboard?: LeaderboardResolvers<ContextType>;
  LeaderboardEntry?: LeaderboardEntryResolvers<ContextType>;
  LeaderboardEntryConnection?: LeaderboardEntryConnectionResolvers<ContextType>;
  LeaderboardEntryEdge?: LeaderboardEntryEdgeResolvers<ContextType>;
  LeaderboardTeamEntry?: LeaderboardTeamEntryResolvers<ContextType>;
  LeaderboardUpdate?: LeaderboardUpdateResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Team?: TeamResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

