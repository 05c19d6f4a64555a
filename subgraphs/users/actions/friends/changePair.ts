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
  type Pair,
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
 * moment comes one after the other. `also` does what follows from it. Answers the pair as it is after.
 */
export async function changePair(
  context: Context,
  name: string,
  idText: string,
  decide: PairDecision,
  also?: (tx: Transaction, two: Two) => Promise<void>,
): Promise<Outcome<PairOf>> {
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
  return outcome.ok ? done({ userId: otherId, pair: outcome.value }) : outcome;
}

async function decideAndSave(
  context: Context,
  tx: Transaction,
  two: Two,
  decide: PairDecision,
): Promise<Outcome<Pair>> {
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
  return done(changed);
}

/** Refuses what would be one too many for either. */
async function limit(tx: Transaction, two: Two, decided: Outcome<PairChange>): Promise<Outcome<PairChange>> {
  return decided.ok && isLimited(decided.value) ? decideWithin(decided.value, await countLimited(tx, two)) : decided;
}
