import { AccountClaimed } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { failpoint } from '#platform/failpoints.ts';
import type { Forgotten } from '../forgetting/forgotten.ts';
import type { ScheduleStore } from '../store/schedules.ts';

/** A stranger may have had the account until now: the address of its calendar that they may have noted shows nothing any more. */
export const onAccountClaimed = (schedules: ScheduleStore, forgotten: Forgotten): Handler =>
  on(AccountClaimed, async ({ data: { userId } }) => {
    if (await forgotten.has(userId)) return;
    await schedules.claimFeed(userId);
    failpoint('workouts.calendar.claimed');
  });
