import type { BlockerStore } from '../store/blockers.ts';
import type { BoardStore } from '../store/boards.ts';
import type { ForgettingStore } from '../store/forgetting.ts';
import type { FriendStore } from '../store/friends.ts';

/** What the handlers of events need. */
export interface Hearing {
  readonly boards: Pick<BoardStore, 'describe' | 'cancel' | 'keep' | 'keepTeams'>;
  readonly friends: Pick<FriendStore, 'keep'>;
  readonly blockers: Pick<BlockerStore, 'keep'>;
  readonly forgetting: ForgettingStore;
  /** Called when a board may have changed, for every event heard, so that a repeat makes up for a lost notice. */
  readonly changed: (competitionId: string) => void;
}
