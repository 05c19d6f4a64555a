import { createLoader, type Loader } from '#platform/loaders.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { HeartRateSummary } from './domain/figures.ts';
import type { MaximumSource } from './domain/formulas/heartRate.ts';
import type { Energy, EnergySource } from './domain/formulas/energy.ts';
import { maySee, type Relation } from './domain/visibility.ts';
import type { PrivacyZone } from './domain/privacyZones.ts';
import type { ProfileStore } from './store/profiles.ts';
import type { RelationStore } from './store/relations.ts';

/** What the viewer may see of a person's workouts, beside what the workout itself says. */
export interface Seeing {
  readonly ownerId: string;
  readonly relation: Relation;
  /** Whether routes may be seen. */
  readonly map: boolean;
  /** Whether workouts may be seen of which nothing else was said. */
  readonly workouts: boolean;
  /** Whether heart rates may be seen. */
  readonly heartRate: boolean;
  /** Whether all of the body that energy and zones of heart rate are computed with may be seen. */
  readonly body: boolean;
  /** Where routes are cut. None for the owner. */
  readonly zones: readonly PrivacyZone[];
}

export interface SeeingStores {
  readonly relations: RelationStore;
  readonly profiles: ProfileStore;
}

/** What a viewer may see of people, by their ids. */
export const seeingLoader = (stores: SeeingStores, viewer: Viewer): Loader<Seeing> => {
  const viewerId = viewer.kind === 'person' ? viewer.userId : null;
  return createLoader(
    (ownerIds) => Promise.all(ownerIds.map((ownerId) => seeingOf(stores, ownerId, viewerId))),
    ({ ownerId }) => ownerId,
  );
};

const ALL = { map: true, workouts: true, heartRate: true, body: true };

/** What somebody may see of a person's workouts; null stands for somebody without an account. */
async function seeingOf(
  { relations, profiles }: SeeingStores,
  ownerId: string,
  viewerId: string | null,
): Promise<Seeing> {
  if (ownerId === viewerId) return { ownerId, relation: 'SELF', ...ALL, zones: [] };
  const [relation, profile] = await Promise.all([relations.relationTo(ownerId, viewerId), profiles.get(ownerId)]);
  return {
    ownerId,
    relation,
    workouts: maySee(relation, profile?.defaultVisibility ?? 'ONLY_ME'),
    map: maySee(relation, profile?.mapVisibility ?? 'ONLY_ME'),
    heartRate: maySee(relation, profile?.heartRateVisibility ?? 'ONLY_ME'),
    body: maySee(relation, profile?.bodyVisibility ?? 'ONLY_ME'),
    zones: profile?.privacyZones ?? [],
  };
}

/**
 * Whether somebody's heart rate in a group session may be seen: by who takes part with them as that of a workout they see, by
 * others only if new workouts are shown to them as well.
 */
export const maySeeGroupHeartRate = (seen: Seeing, takesPart: boolean): boolean =>
  seen.heartRate && (takesPart || seen.workouts);

/** What energy of each source can be computed back to, by who knows the other figures of the workout. */
const TOLD_BY: Record<EnergySource, readonly ('body' | 'heartRate')[]> = {
  POWER: [],
  HEART_RATE: ['heartRate', 'body'],
  DEVICE: [],
  MET_BY_SPEED: ['body'],
  MET_GENERIC: ['body'],
  MANUAL: [],
};

/** Whether energy may be seen: only by who may see what it tells. */
export const maySeeEnergy = (seen: Seeing, { source }: Energy): boolean => TOLD_BY[source].every((told) => seen[told]);

/**
 * Heart rates as they may be seen; null for whoever may see none. Zones beside a stream tell the maximum that they are shares
 * of, and so what the owner told of it or their age: whoever may not see the body gets none, unless it was only assumed.
 */
export function heartRateFor(
  seen: Seeing,
  { maximumBpm, maximumSource, ...heartRate }: HeartRateSummary,
): SeenHeartRate | null {
  if (!seen.heartRate) return null;
  return seen.body || maximumSource === 'ASSUMED'
    ? { ...heartRate, zoneMaximumBpm: maximumBpm, zoneMaximumSource: maximumSource }
    : { ...heartRate, zones: [], zoneMaximumBpm: null, zoneMaximumSource: null };
}

type SeenHeartRate = Pick<HeartRateSummary, 'averageBpm' | 'maxBpm' | 'zones'> & {
  zoneMaximumBpm: number | null;
  zoneMaximumSource: MaximumSource | null;
};
