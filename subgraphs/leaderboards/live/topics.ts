/** The topic of notices that a board changed. */
export const topicOf = (competitionId: string): string => `leaderboards.changed.${competitionId}`;
/** The topic of notices that Redis was filled: every board may be another. */
export const FILLED = 'leaderboards.filled';
