/** What a person tells of themselves and may change. Personal: only the person sees it, but for the name. */
export interface ProfileFields {
  readonly displayName: string;
  /** A name of the IANA database. */
  readonly timeZone: string;
  readonly units: 'METRIC' | 'IMPERIAL';
  /** `1990-05-01`. */
  readonly birthDate: string | null;
  readonly sex: 'FEMALE' | 'MALE' | null;
  readonly weightKilograms: number | null;
  readonly heightCentimeters: number | null;
  readonly restingHeartRateBpm: number | null;
  readonly maxHeartRateBpm: number | null;
  readonly defaultVisibility: 'EVERYONE' | 'FRIENDS' | 'ONLY_ME';
}

/** An account, without its password. */
export interface Account extends ProfileFields {
  readonly id: string;
  readonly username: string;
  /** What the person's picture is shown by; null without one. */
  readonly avatarMediaId: string | null;
  /** Null for an account made by an outside identity whose issuer has verified no address. */
  readonly email: string | null;
  /** When its owner showed that they read the mail of the address. */
  readonly emailConfirmedAt: Date | null;
  /** Whether one can log in with a password; without one, by an outside identity alone. */
  readonly hasPassword: boolean;
  /** Counts changes of the profile from 1 up. */
  readonly version: number;
}

/** What is told when an account is made. */
export interface Registration {
  readonly username: string;
  readonly email: string;
  readonly displayName?: string | null;
  readonly timeZone?: string | null;
}

/** The account that a registration makes. New workouts are seen by their owner alone until the person decides. */
export const newAccount = (id: string, { username, email, displayName, timeZone }: Registration): Account => ({
  id,
  username,
  email,
  emailConfirmedAt: null,
  hasPassword: true,
  displayName: displayName ?? username,
  timeZone: timeZone ?? 'UTC',
  avatarMediaId: null,
  units: 'METRIC',
  birthDate: null,
  sex: null,
  weightKilograms: null,
  heightCentimeters: null,
  restingHeartRateBpm: null,
  maxHeartRateBpm: null,
  defaultVisibility: 'ONLY_ME',
  version: 1,
});
