import type { Handler } from '#platform/events/handlers.ts';
import { SCORES, TEAM_SCORES, eventsOf, type Stream } from '#platform/events/streams.ts';
import { blocks } from './blocks.ts';
import { competitionCancelled } from './competitionCancelled.ts';
import { competitionCreated } from './competitionCreated.ts';
import { competitionFinalized } from './competitionFinalized.ts';
import { friendship } from './friendship.ts';
import type { Hearing } from './hearing.ts';
import { participantJoined } from './participantJoined.ts';
import { scoreChanged } from './scoreChanged.ts';
import { teamScoreChanged } from './teamScoreChanged.ts';
import { userDeleted } from './userDeleted.ts';

/** The streams boards and friends are made of, and what is done about their events. */
export const sourcesOf = (hearing: Hearing): { readonly stream: Stream; readonly handlers: readonly Handler[] }[] => [
  {
    stream: eventsOf('competitions'),
    handlers: [
      competitionCreated(hearing),
      competitionCancelled(hearing),
      participantJoined(hearing),
      competitionFinalized(hearing),
    ],
  },
  { stream: eventsOf('users'), handlers: [...friendship(hearing), ...blocks(hearing), userDeleted(hearing)] },
  { stream: SCORES, handlers: [scoreChanged(hearing)] },
  { stream: TEAM_SCORES, handlers: [teamScoreChanged(hearing)] },
];
