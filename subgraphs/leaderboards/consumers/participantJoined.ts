import { ParticipantJoined } from '#events/competitions.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { JOINED_VERSION } from '../store/boards.ts';
import type { Hearing } from './hearing.ts';

/** Somebody takes part: counted, and let in. */
export const participantJoined = ({ boards, changed }: Hearing): Handler =>
  on(ParticipantJoined, async ({ data: { competitionId, participationId, userId } }) => {
    await boards.keep(competitionId, [{ participationId, userId, version: JOINED_VERSION, standing: undefined }]);
    changed(competitionId);
  });
