/** The widest first. */
export const VISIBILITIES = ['EVERYONE', 'FRIENDS', 'ONLY_ME'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** Who sees all of several things. */
export const narrowest = (of: readonly Visibility[]): Visibility =>
  VISIBILITIES.findLast((each) => of.includes(each)) ?? 'ONLY_ME';

/** Who sees what of a person. */
export interface Privacy {
  /** New workouts, unless said otherwise. */
  readonly workouts: Visibility;
  /** Routes of the workouts that somebody may see. */
  readonly map: Visibility;
  /** Heart rates of the workouts that somebody may see. */
  readonly heartRate: Visibility;
  /** The profile; what follows is seen by nobody who does not see it. */
  readonly profile: Visibility;
  readonly birthDate: Visibility;
  readonly sex: Visibility;
  /** Weight, height, resting and maximum heart rate. */
  readonly body: Visibility;
}

/** What is to be changed; left out stays. */
export type PrivacyChange = Partial<Privacy>;

/** The privacy after a change; the same object when it changes nothing. */
export function changePrivacy(privacy: Privacy, change: PrivacyChange): Privacy {
  const changed = { ...privacy, ...change };
  return JSON.stringify(changed) === JSON.stringify(privacy) ? privacy : changed;
}

/** What the one who looks is to the person: themselves, a friend, or anybody else. */
export type Relation = 'SELF' | 'FRIEND' | 'OTHER';

/** Whether somebody sees what has a visibility. */
export function sees(relation: Relation, visibility: Visibility): boolean {
  switch (visibility) {
    case 'EVERYONE':
      return true;
    case 'FRIENDS':
      return relation !== 'OTHER';
    case 'ONLY_ME':
      return relation === 'SELF';
  }
}
