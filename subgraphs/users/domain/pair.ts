import { done, refused, type Outcome } from '#platform/problems.ts';

/** What is between two people: nothing, a request, a friendship, or a block. */
export interface Pair {
  /** Stays, whatever becomes of the two; the id of their friendship. */
  readonly id: string;
  /** Counts everything that happened between the two, one for each event. */
  readonly version: number;
  readonly request: { readonly requesterId: string; readonly at: Date } | null;
  readonly friendsSince: Date | null;
  /** Who blocked the other, and when: never both, for whoever is blocked finds nobody to block. */
  readonly block: { readonly userId: string; readonly at: Date } | null;
}

/** Something that happened between two people, by whoever acted. */
export type PairEvent =
  | { readonly kind: 'requested' }
  | { readonly kind: 'request ended'; readonly requesterId: string; readonly because: RequestEnd }
  | { readonly kind: 'friends'; readonly requesterId: string }
  | { readonly kind: 'friends no more' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'unblocked' };
/** How a request ends that does not become a friendship: by who was asked, but for WITHDRAWN. */
export type RequestEnd = 'DECLINED' | 'WITHDRAWN' | 'BLOCKED';

/** A pair as it is now, and what happened to it; nothing when it was so before. */
export interface PairChange {
  readonly pair: Pair;
  readonly events: readonly PairEvent[];
}

/** So many friends a person may have. */
export const MAX_FRIENDS = 5000;
/** So many requests of a person's may wait for an answer. */
export const MAX_REQUESTS_SENT = 500;

/** What is limited: how many friends two people have, and how many requests of the one who acts wait for an answer. */
export interface PairCounts {
  readonly viewerFriends: number;
  readonly otherFriends: number;
  readonly viewerRequests: number;
}

/** Decides what somebody does about another. Refusals name the input's field `userId`. */
export type PairDecision = (pair: Pair, viewerId: string, now: Date) => Outcome<PairChange>;

/** What one hears of somebody who does not exist, and of somebody who blocked one: nobody can tell which. */
export const noSuchPerson = refused('NOT_FOUND', 'There is no such person.', 'userId');

/** Decides unless the other blocked the one who acts, to whom they do not exist. */
export const decideBetween = (decide: PairDecision, pair: Pair, viewerId: string, now: Date): Outcome<PairChange> =>
  pair.block && pair.block.userId !== viewerId ? noSuchPerson : decide(pair, viewerId, now);

/** Asks to be friends. Two requests that cross are a friendship. Asked again, or friends already: nothing changes. */
export const decideRequest: PairDecision = (pair, viewerId, now) => {
  if (pair.block) return refused('FORBIDDEN', 'You blocked this person. Unblock them first.', 'userId');
  if (pair.friendsSince || pair.request?.requesterId === viewerId) return unchanged(pair);
  if (pair.request) return befriend(pair, pair.request.requesterId, now);
  return changed({ ...pair, request: { requesterId: viewerId, at: now } }, { kind: 'requested' });
};

/** Says yes to a request. Friends already: nothing changes. */
export const decideAcceptance: PairDecision = (pair, viewerId, now) => {
  if (pair.friendsSince) return unchanged(pair);
  if (!pair.request || pair.request.requesterId === viewerId) return noRequest;
  return befriend(pair, pair.request.requesterId, now);
};

/** Says no to a request. */
export const decideRefusal: PairDecision = (pair, viewerId) => {
  if (!pair.request || pair.request.requesterId === viewerId) return noRequest;
  return changed({ ...pair, request: null }, requestEnded(pair.request.requesterId, 'DECLINED'));
};

/** Ends a friendship, or takes a request of one's own back. */
export const decideRemoval: PairDecision = (pair, viewerId) => {
  if (pair.friendsSince) return changed({ ...pair, friendsSince: null }, { kind: 'friends no more' });
  if (pair.request?.requesterId !== viewerId) {
    return refused('NOT_FOUND', 'You are not friends with this person.', 'userId');
  }
  return changed({ ...pair, request: null }, requestEnded(viewerId, 'WITHDRAWN'));
};

/** Leaves for good: a friendship ends, a request is taken back, and one that waits for an answer gets a no. */
export const decideParting: PairDecision = (pair, viewerId, now) =>
  (pair.request && pair.request.requesterId !== viewerId ? decideRefusal : decideRemoval)(pair, viewerId, now);

/** Blocks somebody: with it go friendship and requests, one of one's own as taken back. Blocked already: nothing changes. */
export const decideBlock: PairDecision = (pair, viewerId, now) => {
  if (pair.block) return unchanged(pair);
  const requesterId = pair.request?.requesterId;
  const ended: PairEvent[] = [
    ...(requesterId ? [requestEnded(requesterId, requesterId === viewerId ? 'WITHDRAWN' : 'BLOCKED')] : []),
    ...(pair.friendsSince ? [{ kind: 'friends no more' } as const] : []),
  ];
  const block = { userId: viewerId, at: now };
  return changed({ ...pair, request: null, friendsSince: null, block }, ...ended, { kind: 'blocked' });
};

/** Takes a block back; what was before it stays gone. */
export const decideUnblock: PairDecision = (pair) =>
  pair.block
    ? changed({ ...pair, block: null }, { kind: 'unblocked' })
    : refused('NOT_FOUND', 'You have not blocked this person.', 'userId');

/** Whether somebody has more by a change of what is limited. */
export const isLimited = ({ events }: PairChange): boolean =>
  events.some(({ kind }) => kind === 'requested' || kind === 'friends');

/** Whether a friendship, or a request that was not answered, is no more after a change. */
export const endsFriendship = ({ events }: PairChange): boolean =>
  events.some(({ kind }) => kind === 'request ended' || kind === 'friends no more');

/** Refuses a change that is limited when it would be one too many, as counted before. Who has more already keeps them. */
export function decideWithin(change: PairChange, counts: PairCounts): Outcome<PairChange> {
  if (change.events.some(({ kind }) => kind === 'friends')) {
    if (counts.viewerFriends >= MAX_FRIENDS) return tooMany(`At most ${MAX_FRIENDS} friends: remove one first.`);
    if (counts.otherFriends >= MAX_FRIENDS) return tooMany(`This person has ${MAX_FRIENDS} friends, the most allowed.`);
    return done(change);
  }
  return counts.viewerRequests >= MAX_REQUESTS_SENT
    ? tooMany(`At most ${MAX_REQUESTS_SENT} requests may wait for an answer: take one back first.`)
    : done(change);
}

const tooMany = (message: string) => refused('LIMIT_REACHED', message, 'userId');
const noRequest = refused('NOT_FOUND', 'This person has not asked to be your friend.', 'userId');
const requestEnded = (requesterId: string, because: RequestEnd): PairEvent => ({
  kind: 'request ended',
  requesterId,
  because,
});
const unchanged = (pair: Pair): Outcome<PairChange> => done({ pair, events: [] });
const changed = (pair: Pair, ...events: PairEvent[]): Outcome<PairChange> =>
  done({ pair: { ...pair, version: pair.version + events.length }, events });
const befriend = (pair: Pair, requesterId: string, now: Date): Outcome<PairChange> =>
  changed({ ...pair, request: null, friendsSince: now }, { kind: 'friends', requesterId });
