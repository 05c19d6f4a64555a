/** From the widest to the narrowest. */
export const VISIBILITIES = ['EVERYONE', 'FRIENDS', 'ONLY_ME'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** What somebody is to a person: BLOCKED by them, whatever they were before; OTHER also without an account. */
export type Relation = 'SELF' | 'FRIEND' | 'OTHER' | 'BLOCKED';

/** Who may see what: each relation sees what is visible to one of these. */
const SEEN_BY: Record<Relation, readonly Visibility[]> = {
  SELF: VISIBILITIES,
  FRIEND: ['EVERYONE', 'FRIENDS'],
  OTHER: ['EVERYONE'],
  BLOCKED: [],
};

/** The visibilities that are open to a relation. */
export const openTo = (relation: Relation): readonly Visibility[] => SEEN_BY[relation];

/** Whether somebody may see what has a visibility. */
export const maySee = (relation: Relation, visibility: Visibility): boolean => openTo(relation).includes(visibility);

/** Whether it shows to fewer people than another. */
export const isNarrower = (visibility: Visibility, than: Visibility): boolean =>
  VISIBILITIES.indexOf(visibility) > VISIBILITIES.indexOf(than);
