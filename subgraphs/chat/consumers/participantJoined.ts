import { on, type Handler } from '#platform/events/handlers.ts';
import { ParticipantJoined } from '#events/competitions.ts';
import { arrive, type ConsumerContext } from './arrivals.ts';

/** Whoever takes part in a competition is in its room; also when that is heard of before the competition itself. */
export const participantJoined = (context: ConsumerContext): Handler =>
  on(ParticipantJoined, ({ id, time, data: { competitionId, userId } }) =>
    arrive(context, { eventId: id, competitionId, userId, role: 'MEMBER', at: new Date(time) }),
  );
