import { UserDeleted } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import type { Hearing } from './hearing.ts';

/** Somebody deleted their account: they vanish from all boards and from among friends, and nothing brings them back. */
export const userDeleted = ({ forgetting, changed }: Hearing): Handler =>
  on(UserDeleted, async ({ data: { userId } }) => {
    for (const competitionId of await forgetting.forget(userId)) changed(competitionId);
  });
