import { on, type Handler } from '#platform/events/handlers.ts';
import { UserDeleted } from '#events/users.ts';
import type { PeopleCache } from '../store/peopleCache.ts';
import type { MailTransport } from '../mail/transport.ts';

/** What lies outside of the database of an account that was deleted is removed: it could not be, together with the account. */
export const accountDeleted = (transport: MailTransport, cache: PeopleCache): Handler =>
  on(UserDeleted, async ({ data }) => {
    await transport.forget(data.userId);
    await cache.drop(data.userId);
  });
