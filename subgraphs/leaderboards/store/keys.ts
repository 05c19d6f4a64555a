/** Says that Redis holds everything: the run of Redis in which it was filled last. */
export const READY = 'leaderboards:ready';
/** Held by who fills Redis. */
export const FILLING = 'leaderboards:filling';

/** A set of people who deleted their accounts: the scripts keep nothing of them. */
export const FORGOTTEN = 'leaderboards:forgotten';

/** The keys by which the boards with their people are found. */
export const peoplePattern = 'leaderboards:board:*:people';

/** Where somebody's friends are kept. */
export const friendsKey = (userId: string): string => `leaderboards:friends:${userId}`;

/** Where it is kept who blocked somebody, and whom they blocked. */
export const blocksKey = (userId: string): string => `leaderboards:blocks:${userId}`;

/** The keys of a competition's board, as the scripts take them. */
export const keysOf = (competitionId: string): string[] => {
  const board = `leaderboards:board:${competitionId}`;
  return [READY, board, `${board}:participants`, `${board}:people`, `${board}:ranking`];
};

/** The keys of the same competition's board of teams, as the same scripts take them: rules and position are the board's. */
export const teamKeysOf = (competitionId: string): string[] => {
  const [ready = '', board = ''] = keysOf(competitionId);
  return [ready, board, `${board}:teams`, `${board}:team-index`, `${board}:team-ranking`];
};
