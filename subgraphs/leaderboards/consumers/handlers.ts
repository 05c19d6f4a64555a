import type { Handler } from '#platform/events/handlers.ts';
import { SCORES, TEAM_SCORES, eventsOf, type Stream } from '#platform/events/streams.ts';
import type { BlockerStore } from '../store/blockers.ts';
import type { BoardStore } from '../store/boards.ts';
import type { ForgettingStore } from '../store/forgetting.ts';
import type { FriendStore } from '../store/friends.ts';
import { blocks } from './blocks.ts';
import { competitionCreated } from './competitionCreated.ts';
import { competitionFinalized } from './competitionFinalized.ts';
import { friendship } from './friendship.ts';
import { participantJoined } from './participantJoined.ts';
import { scoreChanged } from './scoreChanged.ts';
import { teamScoreChanged } from './teamScoreChanged.ts';
import { userDeleted } from './userDeleted.ts';

/** What the handlers of events need. */
export interface Hearing {
  readonly boards: Pick<BoardStore, 'describe' | 'keep' | 'keepTeams'>;
  readonly friends: Pick<FriendStore, 'keep'>;
  readonly blockers: Pick<BlockerStore, 'keep'>;
  readonly forgetting: ForgettingStore;
  /** Called when a board may have changed, for every event heard, so that a repeat makes up for a lost notice. */
  readonly changed: (competitionId: string) => void;
}

/** The streams boards and friends are made of, and what is done about their events. */
export const sourcesOf = (hearing: Hearing): { readonly stream: Stream; readonly handlers: readonly Handler[] }[] => [
  {
    stream: eventsOf('competitions'),
    handlers: [competitionCreated(hearing), participantJoined(hearing), competitionFinalized(hearing)],
  },
  { stream: eventsOf('users'), handlers: [...friendship(hearing), ...blocks(hearing), userDeleted(hearing)] },
  { stream: SCORES, handlers: [scoreChanged(hearing)] },
  { stream: TEAM_SCORES, handlers: [teamScoreChanged(hearing)] },
];
