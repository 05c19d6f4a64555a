import { on, type Handler } from '#platform/events/handlers.ts';
import { UserDeleted } from '#events/users.ts';
import type { MailTransport } from '../mail/transport.ts';

/** What lies outside of the database of an account that was deleted is removed: it could not be, together with the account. */
export const accountDeleted = (transport: MailTransport): Handler =>
  on(UserDeleted, async ({ data }) => transport.forget(data.userId));
