import { Profile } from '#events/users.ts';
import { onSubject, type Handler } from '#platform/events/handlers.ts';
import { transaction, type Pool } from '#platform/postgres/connection.ts';
import { isForgotten } from '#platform/postgres/forgotten.ts';
import { saveTimeZone } from '../store/people.ts';

/** A person's profile is another: of it the time zone is kept, for the competitions the person makes. */
export const profileChanged = (pool: Pool): Handler =>
  onSubject('profiles.*', Profile, ({ data }) =>
    transaction(pool, async (tx) => {
      if (await isForgotten(tx, data.userId)) return;
      await saveTimeZone(tx, data.userId, data.timeZone, data.version);
    }),
  );
