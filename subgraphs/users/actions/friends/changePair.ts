import { z } from 'zod';
import type { Transaction } from '#platform/postgres/connection.ts';
import { writeEvents } from '#platform/postgres/outbox.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { requirePerson } from '#platform/viewer.ts';
import { requireLiveSession, type Context } from '../../context.ts';
import {
  decideBetween,
  decideWithin,
  isLimited,
  noSuchPerson,
  type PairChange,
  type PairDecision,
} from '../../domain/pair.ts';
import {
  countLimited,
  dropUntouched,
  lockBetween,
  lockPair,
  savePair,
  type PairOf,
  type Two,
} from '../../store/pairs.ts';
import { pairEvents } from './pairEvents.ts';

/** What every mutation about another person takes. */
export const aboutPerson = z.object({ userId: z.string() });

/**
 * Does something about another person, as decided under the lock of the pair: what two people do about each other at one
 * moment comes one after the other. `also` does what follows from it. Answers the pair as it is after,
 * and what happened to it.
 */
export async function changePair(
  context: Context,
  name: string,
  idText: string,
  decide: PairDecision,
  also?: (tx: Transaction, two: Two) => Promise<void>,
): Promise<Outcome<PairOf & PairChange>> {
  const { userId: viewerId } = requirePerson(context.viewer);
  const otherId = parseId(idText);
  if (otherId === undefined) return noSuchPerson;
  if (otherId === viewerId) return refused('INVALID_INPUT', 'This is yourself.', 'userId');
  const two = { viewerId, otherId };
  const outcome = await writeAtomically(context, name, async (tx) => {
    if (also) await lockBetween(tx, two);
    const decided = await decideAndSave(context, tx, two, decide);
    if (decided.ok) await also?.(tx, two);
    return decided;
  });
  // Who blocked whom may be another.
  await context.peopleCache.dropNow(otherId);
  // What an earlier mutation of the request has read is past.
  context.people.clear(otherId);
  context.pairs.clear(otherId);
  context.mutualFriends.clearAll();
  return outcome.ok ? done({ userId: otherId, ...outcome.value }) : outcome;
}

async function decideAndSave(
  context: Context,
  tx: Transaction,
  two: Two,
  decide: PairDecision,
): Promise<Outcome<PairChange>> {
  const now = context.now();
  const pair = await lockPair(tx, two);
  await requireLiveSession(context, tx);
  if (!pair) return noSuchPerson;
  const decision = await limit(tx, two, decideBetween(decide, pair, two.viewerId, now));
  if (!decision.ok) {
    await dropUntouched(tx, pair);
    return decision;
  }
  const { pair: changed, events } = decision.value;
  if (events.length > 0) {
    await savePair(tx, two, changed);
    await writeEvents(tx, pairEvents(decision.value, two, now));
  }
  return decision;
}

/** Refuses what would be one too many for either. */
async function limit(tx: Transaction, two: Two, decided: Outcome<PairChange>): Promise<Outcome<PairChange>> {
  return decided.ok && isLimited(decided.value) ? decideWithin(decided.value, await countLimited(tx, two)) : decided;
}
