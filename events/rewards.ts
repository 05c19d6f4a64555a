import { z } from 'zod';
import { date, defineEvent, id, instant } from './define.ts';

/** A positive amount of tokens with six decimals, as a string. */
const tokens = z.string().regex(/^\d+\.\d{6}$/);

/** Tokens were granted for a local day's workouts. The aggregate is the ledger transaction. */
export const TokensGranted = defineEvent('rewards', 'TokensGranted', 1, {
  transactionId: id,
  userId: id,
  amountTokens: tokens,
  earnedOn: date,
});
/** Tokens were taken back because a local day's workouts changed. */
export const TokensReversed = defineEvent('rewards', 'TokensReversed', 1, {
  transactionId: id,
  userId: id,
  amountTokens: tokens,
  earnedOn: date,
});
/** A person reached something for the first time; once per person and code. */
export const AchievementUnlocked = defineEvent('rewards', 'AchievementUnlocked', 1, {
  achievementId: id,
  userId: id,
  code: z.enum(['FIRST_WORKOUT']),
  unlockedAt: instant,
});
