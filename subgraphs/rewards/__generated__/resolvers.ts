import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { RewardAccountModel, RewardTransactionModel } from '../models.ts';
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
  /** An exact decimal number as a string, never rounded: `"36.000000"`. */
  Decimal: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
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

/** A person's tokens. Tokens have six decimals. */
export type RewardAccount = {
  readonly __typename?: 'RewardAccount';
  /** All tokens the person holds. */
  readonly balanceTokens: Scalars['Decimal']['output'];
  /** The person's id. */
  readonly id: Scalars['ID']['output'];
  /** The part of the balance granted so recently that it cannot be claimed yet. */
  readonly pendingTokens: Scalars['Decimal']['output'];
  /** What moved the balance, newest first. */
  readonly transactions: RewardTransactionConnection;
};


/** A person's tokens. Tokens have six decimals. */
export type RewardAccountTransactionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** One movement of a balance. Movements are never changed: what was wrong is put right by another. */
export type RewardTransaction = {
  readonly __typename?: 'RewardTransaction';
  /** Positive when tokens came, negative when they went. */
  readonly amountTokens: Scalars['Decimal']['output'];
  /** When it was posted. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The local date whose workouts earned the tokens. */
  readonly earnedOn?: Maybe<Scalars['Date']['output']>;
  /** Never changes. */
  readonly id: Scalars['ID']['output'];
  /** What kind of movement it is. */
  readonly kind: RewardTransactionKind;
  /** A sentence for the person. */
  readonly reason: Scalars['String']['output'];
};

/** A page of transactions. */
export type RewardTransactionConnection = {
  readonly __typename?: 'RewardTransactionConnection';
  /** The transactions of the page with their cursors. */
  readonly edges: ReadonlyArray<RewardTransactionEdge>;
  /** Where the page lies in the list. */
  readonly pageInfo: PageInfo;
};

/** A transaction in a list. */
export type RewardTransactionEdge = {
  readonly __typename?: 'RewardTransactionEdge';
  /** Stays right while transactions are added. */
  readonly cursor: Scalars['String']['output'];
  /** The transaction. */
  readonly node: RewardTransaction;
};

/** Kinds of movements. */
export type RewardTransactionKind =
  /** Tokens for a day's workouts. */
  | 'GRANT'
  /** Tokens taken back because a day's workouts changed. */
  | 'REVERSAL';

export type Viewer = {
  readonly __typename?: 'Viewer';
  readonly id: Scalars['ID']['output'];
  /** The viewer's tokens; empty until the first grant. */
  readonly rewardAccount?: Maybe<RewardAccount>;
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
  RewardAccount: RewardAccount;
  Viewer: Viewer;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  RewardAccount:
    ( { __typename: 'RewardAccount' }
    & GraphQLRecursivePick<FederationTypes['RewardAccount'], {"id":true}> );
  Viewer:
    ( { __typename: 'Viewer' }
    & GraphQLRecursivePick<FederationTypes['Viewer'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  RewardAccount: ResolverTypeWrapper<RewardAccountModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  RewardTransaction: ResolverTypeWrapper<RewardTransactionModel>;
  RewardTransactionConnection: ResolverTypeWrapper<Omit<RewardTransactionConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['RewardTransactionEdge']> }>;
  RewardTransactionEdge: ResolverTypeWrapper<Omit<RewardTransactionEdge, 'node'> & { node: ResolversTypes['RewardTransaction'] }>;
  RewardTransactionKind: RewardTransactionKind;
  Viewer: ResolverTypeWrapper<Omit<Viewer, 'rewardAccount'> & { rewardAccount?: Maybe<ResolversTypes['RewardAccount']> }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  PageInfo: PageInfo;
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
  RewardAccount: RewardAccountModel;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  RewardTransaction: RewardTransactionModel;
  RewardTransactionConnection: Omit<RewardTransactionConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['RewardTransactionEdge']> };
  RewardTransactionEdge: Omit<RewardTransactionEdge, 'node'> & { node: ResolversParentTypes['RewardTransaction'] };
  Viewer: Omit<Viewer, 'rewardAccount'> & { rewardAccount?: Maybe<ResolversParentTypes['RewardAccount']> } | FederationReferenceTypes['Viewer'];
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RewardAccountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewardAccount'] = ResolversParentTypes['RewardAccount'], FederationReferenceType extends FederationReferenceTypes['RewardAccount'] = FederationReferenceTypes['RewardAccount']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['RewardAccount']> | FederationReferenceType, FederationReferenceType, ContextType>;
  balanceTokens?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  pendingTokens?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  transactions?: Resolver<ResolversTypes['RewardTransactionConnection'], ParentType, ContextType, RequireFields<RewardAccountTransactionsArgs, 'first'>>;
};

export type RewardTransactionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewardTransaction'] = ResolversParentTypes['RewardTransaction']> = {
  amountTokens?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  earnedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['RewardTransactionKind'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RewardTransactionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewardTransactionConnection'] = ResolversParentTypes['RewardTransactionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RewardTransactionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RewardTransactionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewardTransactionEdge'] = ResolversParentTypes['RewardTransactionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['RewardTransaction'], ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer'], FederationReferenceType extends FederationReferenceTypes['Viewer'] = FederationReferenceTypes['Viewer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Viewer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  rewardAccount?: Resolver<Maybe<ResolversTypes['RewardAccount']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  PageInfo?: PageInfoResolvers<ContextType>;
  RewardAccount?: RewardAccountResolvers<ContextType>;
  RewardTransaction?: RewardTransactionResolvers<ContextType>;
  RewardTransactionConnection?: RewardTransactionConnectionResolvers<ContextType>;
  RewardTransactionEdge?: RewardTransactionEdgeResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
};

