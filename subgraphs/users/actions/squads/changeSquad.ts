import type { Message } from '#platform/events/envelope.ts';
import type { Transaction } from '#platform/postgres/connection.ts';
import { writeEvents, writeState } from '#platform/postgres/outbox.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { requirePerson } from '#platform/viewer.ts';
import { requireLiveSession, type Context } from '../../context.ts';
import { noSuchSquad, ownsSquad, type Squad, type SquadEvent } from '../../domain/squad.ts';
import { squadNameSubject } from '../../states/squadNameState.ts';
import { holdAccount, lockCounts } from '../../store/accounts.ts';
import { lockBetween } from '../../store/pairs.ts';
import { applySquadEvent, lockSquad, saveSquadVersion, type SquadHead } from '../../store/squads.ts';
import { squadEvent } from './squadEvents.ts';

type Decided = Outcome<readonly SquadEvent[]>;
/** Decides about a squad, perhaps by more than the squad: what the viewer has is counted by this transaction alone. */
type Decide = (squad: Squad, viewerId: string, tx: Transaction) => Decided | Promise<Decided>;

/**
 * Changes a squad as decided under its lock, with its events; `allowed` may refuse an owner before, who then hears nothing of
 * what the squad is. Answers the squad as it is after; null when it is dissolved.
 */
export async function changeSquad(
  context: Context,
  { name, squadId: idText, about }: { readonly name: string; readonly squadId: string; readonly about?: string },
  decide: Decide,
  allowed?: (tx: Transaction, viewerId: string) => Promise<Outcome<unknown>>,
): Promise<Outcome<{ squad: SquadHead | null }>> {
  const { userId } = requirePerson(context.viewer);
  const squadId = parseId(idText);
  if (squadId === undefined) return noSuchSquad;
  return writeAtomically(context, name, async (tx) => {
    if (about !== undefined) await lockBetween(tx, { viewerId: userId, otherId: about });
    // Before the squad: whoever deletes their account holds it while they leave.
    await lockCounts(tx, userId);
    if (about !== undefined) await holdAccount(tx, about);
    await requireLiveSession(context, tx);
    const squad = await lockSquad(tx, squadId);
    if (!squad) return noSuchSquad;
    const permitted = ownsSquad(squad, userId) ? await allowed?.(tx, userId) : undefined;
    if (permitted && !permitted.ok) return permitted;
    const decided = await decide(squad, userId, tx);
    if (!decided.ok) return decided;
    return done({ squad: await applySquadEvents(tx, squad, decided.value, context.now()) });
  });
}

/** Writes what happens to a squad, and tells of it. Answers the squad as it is after; null when it is dissolved. */
export async function applySquadEvents(
  tx: Transaction,
  squad: Squad,
  events: readonly SquadEvent[],
  now: Date,
): Promise<SquadHead | null> {
  const { id, createdAt } = squad;
  let { name, version } = squad;
  const messages: Message[] = [];
  for (const event of events) {
    version += 1;
    if (event.kind === 'renamed') ({ name } = event);
    await applySquadEvent(tx, id, event, now);
    const message = squadEvent(event, { squadId: id, version }, now);
    if (message) messages.push(message);
  }
  await saveSquadVersion(tx, id, version);
  await writeEvents(tx, messages);
  const dissolved = events.some(({ kind }) => kind === 'dissolved');
  // With the squad gone its name is purged from the stream.
  if (dissolved || name !== squad.name) await writeState(tx, squadNameSubject(id));
  return dissolved ? null : { id, name, createdAt };
}
