// What resolvers get for each GraphQL type: codegen finds these by their names.
import type { Board, Entry, Page } from './domain/board.ts';

export interface CompetitionModel {
  readonly id: string;
}
/** A board its viewer may see; without rules it is that of a competition not heard of yet, and empty. */
export type LeaderboardModel = Board;
export type LeaderboardEntryModel = Entry;
/** The team's id stands where a person's does. */
export type LeaderboardTeamEntryModel = Entry;
/** The top of a board, and how much of it was asked for. */
export interface LeaderboardUpdateModel {
  readonly page: Page;
  readonly first: number;
}
