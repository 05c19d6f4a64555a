import { UserDeleted } from '#events/users.ts';
import { onLong, type Handler } from '#platform/events/handlers.ts';
import type { Forgotten } from '../forgetting/forgotten.ts';

/** Somebody deleted their account: their workouts, recordings, files and all else of theirs go. */
export const userDeleted = (forgotten: Forgotten): Handler =>
  onLong(UserDeleted, ({ data }) => forgotten.forget(data.userId));
