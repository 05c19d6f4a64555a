import type { Transaction } from '#platform/postgres/connection.ts';
import { writeEvents } from '#platform/postgres/outbox.ts';
import { decideParting } from '../../domain/pair.ts';
import { decideLeaving } from '../../domain/squad.ts';
import { lockStandingPairs, savePair } from '../../store/pairs.ts';
import { findSquadsOf, lockSquad } from '../../store/squads.ts';
import { applySquadEvents } from '../squads/changeSquad.ts';
import { pairEvents } from '../friends/pairEvents.ts';

/** Ends somebody's friendships and requests, and has them leave their squads: other domains hear of each. The account is locked. */
export async function endRelations(tx: Transaction, userId: string, now: Date): Promise<void> {
  for (const { userId: otherId, pair } of await lockStandingPairs(tx, userId)) {
    const decided = decideParting(pair, userId, now);
    if (!decided.ok) continue;
    const two = { viewerId: userId, otherId };
    await savePair(tx, two, decided.value.pair);
    await writeEvents(tx, pairEvents(decided.value, two, now));
  }
  for (const squadId of await findSquadsOf(tx, userId)) {
    const squad = await lockSquad(tx, squadId);
    if (!squad) continue;
    const decided = decideLeaving(squad, userId);
    if (decided.ok) await applySquadEvents(tx, squad, decided.value, now);
  }
}
