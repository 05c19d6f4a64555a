import { GoalAchieved } from '#events/users.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import type { Transaction } from '#platform/postgres/connection.ts';
import { writeEvents } from '#platform/postgres/outbox.ts';
import type { GoalInWindow } from './domain/goal.ts';
import { countWindows } from './store/contributions.ts';
import { insertAchievement } from './store/goals.ts';

/** Where it is said that a person achieved something. */
export const goalTopic = (accountId: string): string => `users.goals.${accountId}`;

/**
 * Counts windows anew, in a transaction that holds the person's goals, and notes those whose target is reached for the
 * first time, each with its event. Answers whether there was one.
 */
export async function achieveGoals(tx: Transaction, windows: readonly GoalInWindow[], now: Date): Promise<boolean> {
  if (windows.length === 0) return false;
  const values = await countWindows(tx, windows);
  const messages: Message[] = [];
  for (const [number, each] of windows.entries()) {
    if ((values[number] ?? 0) < each.goal.targetValue) continue;
    const version = await insertAchievement(tx, each, now);
    if (version !== undefined) messages.push(goalAchieved(each, version, now));
  }
  await writeEvents(tx, messages);
  return messages.length > 0;
}

const goalAchieved = ({ goal, window }: GoalInWindow, version: number, now: Date): Message =>
  createEvent(
    GoalAchieved,
    goal.id,
    {
      ...{ version, goalId: goal.id, userId: goal.accountId, metric: goal.metric },
      ...{ startDate: window.from, targetDate: window.to, achievedAt: now.toISOString() },
    },
    now,
  );
