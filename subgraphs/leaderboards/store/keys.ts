/** Says that Redis holds everything: the run of Redis in which it was filled last. */
export const READY = 'leaderboards:ready';
/** Held by who fills Redis. */
export const FILLING = 'leaderboards:filling';

/** Where somebody's friends are kept. */
export const friendsKey = (userId: string): string => `leaderboards:friends:${userId}`;

/** The keys of a competition's board, as the scripts take them. */
export const keysOf = (competitionId: string): string[] => {
  const board = `leaderboards:board:${competitionId}`;
  return [READY, board, `${board}:participants`, `${board}:people`, `${board}:ranking`];
};
