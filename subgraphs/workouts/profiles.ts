import { setTimeout } from 'node:timers/promises';
import type { EventData } from '#events/define.ts';
import { Profile } from '#events/users.ts';
import type { Broker } from '#platform/events/broker.ts';
import { openNewestState } from '#platform/events/newestState.ts';
import type { Notices } from '#platform/events/notices.ts';
import { PROFILES } from '#platform/events/streams.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import type { PersonProfile, ProfileStore } from './store/profiles.ts';

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

/** What is kept here of what users tells of a person. */
export function personProfileOf(told: EventData<typeof Profile>): PersonProfile {
  const { userId, username: _username, restingHeartRateBpm: _resting, ...kept } = told;
  return { _id: userId, ...kept };
}

/** Reads what users has said of a person last; undefined where it has said nothing. @throws when the broker does not tell. */
export type ToldProfile = (personId: string) => Promise<PersonProfile | undefined>;

/**
 * So long after the broker was away users may not have said yet what somebody told it meanwhile: it has to find the broker
 * too, and to publish what waits.
 */
const CATCHING_UP_MS = 6000;

const doesNotTell = (): Error => new Error(`${PROFILES.name} does not tell yet`);

/** Makes a reader of what users has said, beside what was heard of it. */
export async function openToldProfile(broker: Broker): Promise<ToldProfile> {
  const newest = await openNewestState(broker, PROFILES, Profile);
  let returnedAt = -Infinity;
  broker.onReturn(() => {
    returnedAt = performance.now();
  });
  return async (personId) => {
    if (performance.now() - returnedAt < CATCHING_UP_MS) throw doesNotTell();
    const told = await newest(`profiles.${personId}`);
    return told && personProfileOf(told);
  };
}

/** What a person's profile is found with. */
interface Tools {
  readonly profiles: ProfileStore;
  readonly notices: Notices;
  readonly toldProfile: ToldProfile;
  readonly log: Logger;
  readonly waitMs: number;
}

/**
 * Finds a person's profile, for what is decided by it once and for all: as users has said last, else as it was heard; waits for
 * one that is on its way, but no longer than `waitMs`.
 *
 * @param mayBeOld whether one will do that was heard, where the broker does not tell: who may see something is not decided by it
 * @throws when the broker does not tell, and an old one will not do
 */
export async function findProfile(
  { profiles, notices, toldProfile, log, waitMs }: Tools,
  personId: string,
  mayBeOld = false,
): Promise<PersonProfile | undefined> {
  const find = async (): Promise<PersonProfile | undefined> => {
    const told = await toldProfile(personId).catch((error: unknown) => {
      if (!mayBeOld) throw error;
      log.warn({ err: error }, 'the broker does not tell a profile; going by what was heard of it');
      return undefined;
    });
    return told ?? (mayBeOld ? profiles.get(personId) : undefined);
  };
  const known = await find();
  if (known) return known;
  const arrivals = notices.listen(profileTopic(personId));
  const given = new AbortController();
  try {
    // It may have come between the first look and the first moment of listening.
    const there = await find();
    if (there) return there;
    await Promise.race([arrivals.next(), setTimeout(waitMs, undefined, { signal: given.signal })]);
    const come = await find();
    // Users erases what stands there before it says something else.
    if (!come && (await profiles.get(personId))) throw doesNotTell();
    return come;
  } finally {
    given.abort();
    await arrivals.return?.();
  }
}
