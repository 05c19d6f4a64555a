import { createState, type Message } from '#platform/events/envelope.ts';
import type { Queryable } from '#platform/postgres/connection.ts';
import type { ReadState } from '#platform/postgres/outbox.ts';
import { Profile } from '#events/users.ts';
import { findAccounts } from './store/accounts.ts';

const PREFIX = 'profiles.';

/** Where the newest profile of a person is kept in the stream PROFILES. */
export const profileSubject = (accountId: string): string => PREFIX + accountId;

/** Reads the profile behind a subject as other domains get it; undefined when the account is gone. */
export const readProfileState =
  (now: () => Date): ReadState =>
  async (db: Queryable, subject: string): Promise<Message | undefined> => {
    const [account] = await findAccounts(db, [subject.slice(PREFIX.length)]);
    if (!account) return undefined;
    const { id, username, timeZone, birthDate, sex, weightKilograms, restingHeartRateBpm } = account;
    const { maxHeartRateBpm, defaultVisibility, version } = account;
    const profile = {
      ...{ version, userId: id, username, timeZone, birthDate, sex, weightKilograms },
      ...{ restingHeartRateBpm, maxHeartRateBpm, defaultVisibility },
    };
    return createState(Profile, subject, id, profile, now());
  };
