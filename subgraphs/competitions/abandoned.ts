import { CompetitionCancelled, CompetitionCreated } from '#events/competitions.ts';
import type { Broker } from '#platform/events/broker.ts';
import { createEvent, eventSubject } from '#platform/events/envelope.ts';
import { eventsOf } from '#platform/events/streams.ts';
import { eraseSubject } from '#platform/events/subject.ts';
import { failpoint } from '#platform/failpoints.ts';
import { transaction, type Pool } from '#platform/postgres/connection.ts';
import { lookAgain } from '#platform/postgres/lookAgain.ts';
import { isPending, writeEvents, writeState } from '#platform/postgres/outbox.ts';
import { deleteCompetition, findAbandoned, lockCompetition } from './store/competitions.ts';
import { listParticipations } from './store/participations.ts';
import { deleteTeamsIn } from './store/teams.ts';

/** Where competitions and what was told of them are kept. */
export interface AbandonedStores {
  readonly pool: Pool;
  readonly broker: Broker;
}

/**
 * Cancels the competitions that nobody is left of: with the words of whoever made them they go, and so does the event that
 * told what they were called. May be broken off, and done again.
 */
export async function cancelAbandoned(stores: AbandonedStores, now: Date): Promise<void> {
  for (const id of await findAbandoned(stores.pool)) await cancel(stores, id, now);
}

async function cancel({ pool, broker }: AbandonedStores, id: string, now: Date): Promise<void> {
  const subject = eventSubject(CompetitionCreated, id);
  // What is on its way to the broker cannot be erased there.
  if (!(await lookAgain(async () => !(await isPending(pool, subject)) || undefined)))
    throw new Error(`${subject} is not published yet`);
  await transaction(pool, async (tx) => {
    const competition = await lockCompetition(tx, id);
    // Whoever came in while it waited keeps it.
    if (!competition || (await listParticipations(tx, 'competition', id, 1, undefined)).length > 0) return;
    await eraseSubject(broker, eventsOf('competitions').name, subject);
    failpoint('competitions.cancel.erased');
    for (const each of await deleteTeamsIn(tx, id)) await writeState(tx, each);
    await deleteCompetition(tx, id);
    const data = { version: competition.version + 1, competitionId: id };
    await writeEvents(tx, [createEvent(CompetitionCancelled, id, data, now)]);
  });
}
