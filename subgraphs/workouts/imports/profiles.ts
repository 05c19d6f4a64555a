import { setTimeout } from 'node:timers/promises';
import type { Notices } from '#platform/events/notices.ts';
import type { PersonProfile, ProfileStore } from '../store/profiles.ts';

/** Where it is said that somebody's profile has come. */
export const profileTopic = (personId: string): string => `workouts.profiles.${personId}`;

/** What of a profile figures are computed with. */
export const bodyOf = ({ birthDate, sex, weightKilograms, bodyWeights, maxHeartRateBpm }: PersonProfile) => ({
  birthDate,
  sex,
  weightKilograms,
  bodyWeights,
  maxHeartRateBpm,
});

/** Finds a person's profile; waits for one that is on its way, but no longer than `waitMs`. */
export async function findProfile(
  { profiles, notices, waitMs }: { profiles: ProfileStore; notices: Notices; waitMs: number },
  personId: string,
): Promise<PersonProfile | undefined> {
  const known = await profiles.get(personId);
  if (known) return known;
  const arrivals = notices.listen(profileTopic(personId));
  const given = new AbortController();
  try {
    // It may have come between the first look and the first moment of listening.
    const there = await profiles.get(personId);
    if (there) return there;
    await Promise.race([arrivals.next(), setTimeout(waitMs, undefined, { signal: given.signal })]);
    return await profiles.get(personId);
  } finally {
    given.abort();
    await arrivals.return?.();
  }
}
