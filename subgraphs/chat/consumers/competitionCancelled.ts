import { on, type Handler } from '#platform/events/handlers.ts';
import { CompetitionCancelled } from '#events/competitions.ts';
import { transaction } from '#platform/postgres/connection.ts';
import { emptyRoom, lockRoomOf } from '../store/rooms.ts';
import type { ConsumerContext } from './arrivals.ts';

/** A competition is no more: nobody is in its room, and what was said there is forgotten. */
export const competitionCancelled = ({ pool }: Pick<ConsumerContext, 'pool'>): Handler =>
  on(CompetitionCancelled, ({ time, data: { competitionId, version } }) =>
    transaction(pool, async (tx) =>
      emptyRoom(tx, await lockRoomOf(tx, 'COMPETITION', competitionId, new Date(time)), version),
    ),
  );
