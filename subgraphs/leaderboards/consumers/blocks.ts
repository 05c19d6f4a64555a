import type { EventData } from '#events/define.ts';
import { UserBlocked, UserUnblocked } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import type { Hearing } from './hearing.ts';

/** One person blocks another, or does so no more: whoever is blocked gets no reference to the other. */
export function blocks({ blockers, forgetting }: Hearing): Handler[] {
  const keep = async (two: EventData<typeof UserBlocked>, stands: boolean): Promise<void> => {
    if (await forgetting.isForgotten(two.userId, two.blockedId)) return;
    await blockers.keep({ ...two, stands });
  };
  return [on(UserBlocked, ({ data }) => keep(data, true)), on(UserUnblocked, ({ data }) => keep(data, false))];
}
