import { v7 as uuidv7 } from 'uuid';
import { AchievementUnlocked, TokensGranted, TokensReversed } from '#events/rewards.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { failpoint } from '#platform/failpoints.ts';
import type { Transaction } from '#platform/postgres/connection.ts';
import type { AchievementCode } from './domain/achievements.ts';
import { formatTokens } from './domain/amount.ts';
import type { LocalDate } from './domain/calendar.ts';
import { daysNeededFor, daysTouchedBy } from './domain/dayTokens.ts';
import { decidePostings } from './domain/postings.ts';
import { unlock } from './store/achievements.ts';
import { post, postedFor, type IdentifiedPosting } from './store/ledger.ts';
import { workoutsOf } from './store/workouts.ts';

/** On whose behalf, by which event and when something is written. */
export interface Cause {
  readonly ownerId: string;
  readonly eventId: string;
  readonly now: Date;
}

/**
 * Computes the days around a date anew and posts what they differ by from what was posted. The person's account must be
 * locked. @returns the events that tell of it.
 */
export async function recountDays(tx: Transaction, cause: Cause, date: LocalDate): Promise<Message[]> {
  const days = daysTouchedBy(date);
  const workouts = await workoutsOf(tx, cause.ownerId, daysNeededFor(days));
  const posted = await postedFor(tx, cause.ownerId, days);
  const postings = decidePostings(workouts, posted, days).map((posting) => ({ ...posting, id: uuidv7() }));
  failpoint('rewards.before-posting');
  await post(tx, postings, { ownerId: cause.ownerId, causedBy: cause.eventId, now: cause.now });
  failpoint('rewards.posted');
  return postings.map((posting) => granting(cause, posting));
}

function granting({ ownerId, now }: Cause, { id, amount, earnedOn }: IdentifiedPosting): Message {
  const granted = amount > 0n;
  const data = {
    version: 1,
    transactionId: id,
    userId: ownerId,
    amountTokens: formatTokens(granted ? amount : -amount),
    earnedOn,
  };
  return createEvent(granted ? TokensGranted : TokensReversed, id, data, now);
}

/** Unlocks what the person does not have yet. @returns the events that tell of it. */
export async function unlockAchievements(
  tx: Transaction,
  { ownerId, eventId, now }: Cause,
  codes: readonly AchievementCode[],
): Promise<Message[]> {
  const messages: Message[] = [];
  for (const code of codes) {
    const id = uuidv7();
    if (!(await unlock(tx, { id, ownerId, code, causedBy: eventId, unlockedAt: now }))) continue;
    const data = { version: 1, achievementId: id, userId: ownerId, code, unlockedAt: now.toISOString() };
    messages.push(createEvent(AchievementUnlocked, id, data, now));
  }
  return messages;
}
