import { done, refused, type Outcome } from '#platform/problems.ts';

/** What somebody is in a squad. */
export type SquadRole = 'OWNER' | 'MEMBER';

/** Somebody in a squad. */
export interface SquadMember {
  readonly userId: string;
  readonly role: SquadRole;
  readonly joinedAt: Date;
}

/** A lasting group, with everybody who is in it or invited. */
export interface Squad {
  readonly id: string;
  readonly name: string;
  /** Counts everything that happened to it, one for each event. */
  readonly version: number;
  readonly createdAt: Date;
  /** In the order they came. */
  readonly members: readonly SquadMember[];
  readonly invitedIds: readonly string[];
}

/** Something that happens to a squad. */
export type SquadEvent =
  | { readonly kind: 'renamed'; readonly name: string }
  | { readonly kind: 'invited'; readonly userId: string; readonly inviterId: string }
  | { readonly kind: 'invitation ended'; readonly userId: string }
  | { readonly kind: 'joined'; readonly userId: string; readonly role: SquadRole }
  | { readonly kind: 'role changed'; readonly userId: string; readonly role: SquadRole }
  | { readonly kind: 'left'; readonly userId: string; readonly role: SquadRole }
  | { readonly kind: 'dissolved' };

/** What is decided about a squad: what happens, nothing when it is so already. */
export type SquadDecision = (squad: Squad, viewerId: string) => Outcome<readonly SquadEvent[]>;

/** So many may be in a squad, and as many be invited. */
const MAX_MEMBERS = 100;
/** In so many squads a person may be. */
export const MAX_SQUADS = 100;

/** What those hear who are not in a squad: nobody can tell whether there is one. */
export const noSuchSquad = refused('NOT_FOUND', 'There is no such squad.', 'squadId');

const memberOf = ({ members }: Squad, id: string): SquadMember | undefined =>
  members.find(({ userId }) => userId === id);
/** Whether somebody is an owner of a squad. */
export const ownsSquad = (squad: Squad, id: string): boolean => memberOf(squad, id)?.role === 'OWNER';
const notOwner = refused('FORBIDDEN', 'Only owners of the squad may do this.', 'squadId');

/** Decides for an owner: others of the squad are refused, and for all others there is no squad. */
const asOwner =
  (decide: SquadDecision): SquadDecision =>
  (squad, viewerId) => {
    if (!memberOf(squad, viewerId)) return noSuchSquad;
    return ownsSquad(squad, viewerId) ? decide(squad, viewerId) : notOwner;
  };

/** Gives a squad another name. */
export const decideRename = (name: string): SquadDecision =>
  asOwner((squad) => done(squad.name === name ? [] : [{ kind: 'renamed', name }]));

/** Invites somebody who exists and is not blocked. */
export const decideInvitation = (userId: string): SquadDecision =>
  asOwner((squad, inviterId) => {
    if (memberOf(squad, userId)) return refused('ALREADY_JOINED', 'This person is in the squad already.', 'userId');
    if (squad.invitedIds.includes(userId)) return done([]);
    if (squad.invitedIds.length >= MAX_MEMBERS) return full;
    return done([{ kind: 'invited', userId, inviterId }]);
  });

/** Makes a squad of one's own, for who is in so many already. */
export const decideFounding = (userId: string, squadsBefore: number): Outcome<readonly SquadEvent[]> =>
  squadsBefore >= MAX_SQUADS ? tooManySquads() : done([{ kind: 'joined', userId, role: 'OWNER' }]);

/** Takes an invitation up, for who is in so many squads already. In this one already: nothing changes. */
export const decideJoin =
  (squadsBefore: number): SquadDecision =>
  (squad, userId) => {
    if (memberOf(squad, userId)) return done([]);
    if (!squad.invitedIds.includes(userId)) return noSuchSquad;
    if (squad.members.length >= MAX_MEMBERS) return full;
    if (squadsBefore >= MAX_SQUADS) return tooManySquads('squadId');
    return done([
      { kind: 'invitation ended', userId },
      { kind: 'joined', userId, role: 'MEMBER' },
    ]);
  };

/** Turns an invitation down. */
export const decideDecline: SquadDecision = (squad, userId) =>
  squad.invitedIds.includes(userId) ? done([{ kind: 'invitation ended', userId }]) : noSuchSquad;

/**
 * Leaves a squad. When its only owner leaves, who has been in it longest owns it; when its last member leaves, it is
 * dissolved.
 */
export const decideLeaving: SquadDecision = (squad, userId) => {
  const leaving = memberOf(squad, userId);
  if (!leaving) return noSuchSquad;
  const left = { kind: 'left', userId, role: leaving.role } as const;
  const others = squad.members.filter((member) => member !== leaving);
  const [heir] = others;
  if (!heir) return done([left, { kind: 'dissolved' }]);
  if (others.some(({ role }) => role === 'OWNER')) return done([left]);
  return done([{ kind: 'role changed', userId: heir.userId, role: 'OWNER' }, left]);
};

/**
 * Sends a member away, or takes back an invitation of somebody whom the owner sees: one of who blocked them is not there for
 * them. Owners leave by themselves.
 */
export const decideRemovalFromSquad = (userId: string, isSeen: boolean): SquadDecision =>
  asOwner((squad) => {
    if (isSeen && squad.invitedIds.includes(userId)) return done([{ kind: 'invitation ended', userId }]);
    const member = memberOf(squad, userId);
    if (!member) return notInSquad;
    if (member.role === 'OWNER') return refused('FORBIDDEN', 'An owner cannot be sent away.', 'userId');
    return done([{ kind: 'left', userId, role: member.role }]);
  });

/** Changes what somebody is in a squad. One owner stays. */
export const decideRole = (userId: string, role: SquadRole): SquadDecision =>
  asOwner((squad) => {
    const member = memberOf(squad, userId);
    if (!member) return notInSquad;
    if (member.role === role) return done([]);
    const owners = squad.members.filter((each) => each.role === 'OWNER');
    if (role === 'MEMBER' && owners.length === 1) {
      return refused('FORBIDDEN', 'A squad has an owner: make somebody else one first.', 'role');
    }
    return done([{ kind: 'role changed', userId, role }]);
  });

const full = refused('SQUAD_FULL', `A squad has at most ${MAX_MEMBERS} members, and as many invitations.`, 'squadId');
const tooManySquads = (...path: string[]) =>
  refused('LIMIT_REACHED', `At most ${MAX_SQUADS} squads are allowed: leave one first.`, ...path);
const notInSquad = refused('NOT_FOUND', 'This person is not in the squad.', 'userId');
