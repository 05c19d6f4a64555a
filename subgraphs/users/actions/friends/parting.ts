import type { Context } from '../../context.ts';
import { endsFriendship, type PairChange } from '../../domain/pair.ts';
import type { PublicPerson } from '../../store/accounts.ts';
import type { PairOf } from '../../store/pairs.ts';

/** What is answered to who parts with somebody: the other, as the viewer sees them now, and which friendship or request is no more. */
export interface Parting {
  readonly user: PublicPerson | null;
  readonly removedFriendshipId: string | null;
}

/** The answer to a change between two people that may have ended something. */
export const partingOf = async ({ people }: Context, change: PairOf & PairChange): Promise<Parting> => ({
  user: await people.load(change.userId),
  removedFriendshipId: endsFriendship(change) ? change.pair.id : null,
});
