import type { SealedCursors } from '#platform/pagination.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { Admission } from './admission.ts';
import type { Entry, EntryPosition, Page } from './domain/board.ts';
import type { Feeds } from './live/feeds.ts';

/** Boards as they are read; a read waits while Redis is being filled. */
export interface Boards {
  page(competitionId: string, viewerId: string | undefined, limit: number, after?: EntryPosition): Promise<Page>;
  /** Null without a score. */
  entryOf(competitionId: string, userId: string): Promise<Entry | null>;
  /** Somebody's entry and up to `radius` before and after it; none without a score. */
  around(competitionId: string, userId: string, radius: number): Promise<readonly Entry[]>;
  /** The best teams, at most `limit`: `userId` is a team's id. */
  teams(competitionId: string, limit: number): Promise<readonly Entry[]>;
  /** Who blocked somebody. */
  blockersOf(blockedId: string): Promise<ReadonlySet<string>>;
  /** The best entries of somebody's friends, at most `limit`. */
  friendEntries(competitionId: string, userId: string, limit: number): Promise<Entry[]>;
}

/** What resolvers get, made per request. */
export interface Context {
  readonly viewer: Viewer;
  readonly boards: Boards;
  readonly feeds: Feeds;
  /** Of boards, whose order tells when a workout ended that counts, and how many count, also those that nobody else sees. */
  readonly cursors: SealedCursors;
  readonly admit: Admission;
  /** A reference to somebody; null for those who blocked the viewer. */
  readonly showPerson: (userId: string) => Promise<{ readonly id: string } | null>;
}
