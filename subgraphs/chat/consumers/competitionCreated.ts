import { on, type Handler } from '#platform/events/handlers.ts';
import { CompetitionCreated } from '#events/competitions.ts';
import { saveTitle } from '../store/rooms.ts';
import { arrive, type ConsumerContext } from './arrivals.ts';

/** A competition gets a room of its name, which its organizer owns. */
export const competitionCreated = (context: ConsumerContext): Handler =>
  on(CompetitionCreated, ({ id, time, data: { competitionId, organizerId, title, version } }) =>
    arrive(
      context,
      { eventId: id, competitionId, userId: organizerId, role: 'OWNER', at: new Date(time) },
      (tx, roomId) => saveTitle(tx, roomId, title, version),
    ),
  );
