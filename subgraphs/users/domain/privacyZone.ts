import { refused, type Outcome, done } from '#platform/problems.ts';

/** A circle on the map. */
export interface Circle {
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusMeters: number;
}

/** A place around which a person's routes are hidden from others. */
export interface PrivacyZone extends Circle {
  readonly id: string;
  readonly accountId: string;
  readonly title: string | null;
  /** What is hidden in truth. */
  readonly hidden: Circle;
}

export const ZONE_RADIUS_METERS = { min: 50, max: 1000 };
export const MAX_ZONES = 20;

/** By how much of its radius the hidden circle may lie beside the place. */
const SHIFT = 0.25;
/** One degree of latitude on the mean Earth. */
const METERS_PER_DEGREE = (6_371_008.8 * Math.PI) / 180;

/**
 * The circle that is hidden for a zone. Where many routes come out of a circle tells its centre, so it is not centred on the
 * place: its centre lies beside it, by up to a quarter of the radius, and its radius is a quarter larger, so that it holds
 * all of the zone. It is chosen once, by two numbers of [0, 1), and stays. Against who reckons with the totals of workouts
 * as well it does not help: these count what is hidden.
 */
export function hiddenCircle({ latitude, longitude, radiusMeters }: Circle, dice: readonly [number, number]): Circle {
  const shift = SHIFT * radiusMeters * Math.sqrt(dice[0]);
  const direction = 2 * Math.PI * dice[1];
  const north = (shift * Math.cos(direction)) / METERS_PER_DEGREE;
  const east = (shift * Math.sin(direction)) / METERS_PER_DEGREE / Math.max(0.01, Math.cos((latitude * Math.PI) / 180));
  return {
    latitude: Math.min(90, Math.max(-90, latitude + north)),
    longitude: ((((longitude + east + 180) % 360) + 360) % 360) - 180,
    // The last metre is for the curvature of the Earth.
    radiusMeters: radiusMeters * (1 + SHIFT) + 1,
  };
}

/** Adds a zone to those of a person. Refuses one too many. */
export function decideZone(zone: PrivacyZone, zonesBefore: number): Outcome<PrivacyZone> {
  if (zonesBefore >= MAX_ZONES) {
    return refused('LIMIT_REACHED', `You have ${MAX_ZONES} privacy zones: remove one first.`);
  }
  return done(zone);
}
