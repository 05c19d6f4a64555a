export const VISIBILITIES = ['EVERYONE', 'FRIENDS', 'ONLY_ME'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/**
 * Whether somebody may see a workout; null for somebody without an account. FRIENDS means the owner alone until
 * friendships are known here.
 */
export const maySee = (
  viewerId: string | null,
  { ownerId, visibility }: { ownerId: string; visibility: Visibility },
): boolean => visibility === 'EVERYONE' || viewerId === ownerId;
