import { on, onSubject, type Handler } from '#platform/events/handlers.ts';
import { Profile, UserBlocked, UserUnblocked } from '#events/users.ts';
import type { PeopleCache } from '../store/peopleCache.ts';

/** What the cache keeps of people who are blocked, or no more, is dropped. */
export const peopleChanged = (cache: PeopleCache): Handler[] => [
  on(UserBlocked, ({ data }) => cache.drop(data.blockedId)),
  on(UserUnblocked, ({ data }) => cache.drop(data.blockedId)),
];

/** A profile is another: what the cache keeps of it is dropped. */
export const profileChanged = (cache: PeopleCache): Handler =>
  onSubject('profiles.*', Profile, ({ data }) => cache.drop(data.userId));
