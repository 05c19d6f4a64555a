import type { Notices } from '#platform/events/notices.ts';
import type { Relay } from '#platform/events/relay.ts';
import { failpoint } from '#platform/failpoints.ts';
import type { Pool, Transaction } from '#platform/postgres/connection.ts';
import { oncePerEvent } from '#platform/postgres/inbox.ts';
import { isOpen, windowWith } from '../domain/goal.ts';
import { achieveGoals, goalTopic } from '../goalProgress.ts';
import { lockCounts } from '../store/accounts.ts';
import { saveContribution, type Contribution, type WorkoutVersion } from '../store/contributions.ts';
import { findOpenGoals } from '../store/goals.ts';

/** What workouts that arrive are kept with. */
export interface GoalStore {
  readonly pool: Pool;
  readonly relay: Relay;
  readonly notices: Notices;
  readonly now: () => Date;
}

/**
 * Keeps what a workout adds to its owner's goals as an event tells it, unless something newer is known, and notes what is
 * achieved by it. Workouts of somebody who is gone are passed over.
 */
export async function keepContribution(
  { pool, relay, notices, now }: GoalStore,
  eventId: string,
  version: WorkoutVersion,
  contribution: Contribution | undefined,
): Promise<void> {
  let achieved = false;
  await oncePerEvent(pool, 'goals', eventId, async (tx) => {
    if (!(await lockCounts(tx, version.ownerId))) return;
    if (!(await saveContribution(tx, version, contribution))) return;
    if (contribution) achieved = await achieveOn(tx, version.ownerId, contribution.localDate, now());
  });
  if (!achieved) return;
  failpoint('users.goal-achieved.committed');
  relay.wake();
  notices.send(goalTopic(version.ownerId), {});
}

async function achieveOn(tx: Transaction, ownerId: string, date: string, now: Date): Promise<boolean> {
  const goals = await findOpenGoals(tx, ownerId, date);
  const windows = goals.flatMap((goal) => windowWith(goal, date) ?? []).filter(isOpen);
  return achieveGoals(tx, windows, now);
}
