import type { Transaction } from '#platform/postgres/connection.ts';
import { writeEvents } from '#platform/postgres/outbox.ts';
import { decideParting } from '../../domain/pair.ts';
import { decideLeaving } from '../../domain/squad.ts';
import { lockStandingPairs } from '../../store/pairs.ts';
import { findSquadsOf, lockSquad } from '../../store/squads.ts';
import { applySquadEvents } from '../squads/changeSquad.ts';
import { pairEvents } from '../friends/pairEvents.ts';

/** The events of so many pairs are made and written at once: others are answered in between. */
const PAIRS_AT_ONCE = 1000;

/** Ends somebody's friendships and requests, and has them leave their squads: other domains hear of each. The account is locked. */
export async function endRelations(tx: Transaction, userId: string, now: Date): Promise<void> {
  await endPairs(tx, userId, now);
  for (const squadId of await findSquadsOf(tx, userId)) {
    const squad = await lockSquad(tx, squadId);
    if (!squad) continue;
    const decided = decideLeaving(squad, userId);
    if (decided.ok) await applySquadEvents(tx, squad, decided.value, now);
  }
}

/** Tells of the end of each pair. They are not written before they go with the account. */
async function endPairs(tx: Transaction, userId: string, now: Date): Promise<void> {
  const pairs = await lockStandingPairs(tx, userId);
  for (let first = 0; first < pairs.length; first += PAIRS_AT_ONCE) {
    const ended = pairs.slice(first, first + PAIRS_AT_ONCE).flatMap(({ userId: otherId, pair }) => {
      const decided = decideParting(pair, userId, now);
      return decided.ok ? pairEvents(decided.value, { viewerId: userId, otherId }, now) : [];
    });
    await writeEvents(tx, ended);
  }
}
