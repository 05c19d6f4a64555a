import { on, type Handler } from '#platform/events/handlers.ts';
import { CompetitionCancelled } from '#events/competitions.ts';
import type { ConsumerContext } from './arrivals.ts';
import { close } from './inStep.ts';

/** A competition is no more: nobody is in its room, and what was said there is forgotten. */
export const competitionCancelled = (context: ConsumerContext): Handler =>
  on(CompetitionCancelled, ({ time, data: { competitionId } }) =>
    close(context, { kind: 'COMPETITION', id: competitionId }, new Date(time)),
  );
