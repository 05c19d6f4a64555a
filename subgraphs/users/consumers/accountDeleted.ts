import type { Broker } from '#platform/events/broker.ts';
import { endExport } from '#platform/events/exportParts.ts';
import { forgetDeadLetters } from '#platform/events/deadLetters.ts';
import { onLong, type Handler } from '#platform/events/handlers.ts';
import { failpoint } from '#platform/failpoints.ts';
import { transaction, type Pool } from '#platform/postgres/connection.ts';
import type { Rewriting } from '#platform/redis/rewriting.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import { UserDeleted } from '#events/users.ts';
import type { PeopleCache } from '../store/peopleCache.ts';
import { archiveKey } from '../exports/archive.ts';
import type { MailTransport } from '../mail/transport.ts';
import { deleteDataExports, lockDataExports } from '../store/dataExports.ts';

interface Tools {
  readonly pool: Pool;
  readonly broker: Broker;
  readonly storage: ObjectStorage;
  readonly transport: MailTransport;
  readonly cache: PeopleCache;
  readonly rewriting: Rewriting;
}

/** What lies outside of the database of an account that was deleted is removed: it could not be, together with the account. */
export const accountDeleted = ({ pool, broker, storage, transport, cache, rewriting }: Tools): Handler =>
  onLong(UserDeleted, async ({ data: { userId } }) => {
    await transport.forget(userId);
    await cache.drop(userId);
    rewriting.ask();
    await forgetDeadLetters(broker, userId);
    await transaction(pool, async (tx) => {
      for (const each of await lockDataExports(tx, userId)) {
        await storage.delete(archiveKey(each));
        await endExport(broker, each.id);
      }
      failpoint('users.forget.archives-deleted');
      await deleteDataExports(tx, userId);
    });
  });
