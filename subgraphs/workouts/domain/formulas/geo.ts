/** Mean Earth radius, metres (IUGG; FORMULAS.md, Distance). */
export const EARTH_RADIUS_METERS = 6_371_008.8;

const RADIANS = Math.PI / 180;

/**
 * Great-circle distance by the haversine formula, in metres; arguments in degrees.
 * Within 0.3 % of the ellipsoid.
 */
export function haversineMeters(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const sinLat = Math.sin(((lat2 - lat1) * RADIANS) / 2);
  const sinLon = Math.sin(((lon2 - lon1) * RADIANS) / 2);
  const h = sinLat * sinLat + Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * sinLon * sinLon;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Whether the pair is a place on Earth; (0, 0) is what receivers write without a fix. */
export function isPosition(latitude: number, longitude: number): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && !(latitude === 0 && longitude === 0);
}

export type Position = { latitude: number; longitude: number };
export type Bounds = { south: number; west: number; north: number; east: number };

/**
 * The smallest box around the positions (degrees; NaN skipped), or null without any. When the box is narrower across
 * the date line, `west` is greater than `east`, as in GeoJSON (RFC 7946, 5.2).
 */
export function boundsOf(latitudes: Float64Array, longitudes: Float64Array): Bounds | null {
  let south = Infinity;
  let north = -Infinity;
  const plain = { low: Infinity, high: -Infinity };
  const shifted = { low: Infinity, high: -Infinity };
  for (let i = 0; i < latitudes.length; i++) {
    const latitude = latitudes[i] ?? NaN;
    const longitude = longitudes[i] ?? NaN;
    if (Number.isNaN(latitude)) continue;
    south = Math.min(south, latitude);
    north = Math.max(north, latitude);
    widen(plain, longitude);
    widen(shifted, longitude < 0 ? longitude + 360 : longitude);
  }
  if (south === Infinity) return null;
  if (plain.high - plain.low <= shifted.high - shifted.low) return { south, west: plain.low, north, east: plain.high };
  return { south, west: unwrap(shifted.low), north, east: unwrap(shifted.high) };
}

function widen(range: { low: number; high: number }, value: number): void {
  range.low = Math.min(range.low, value);
  range.high = Math.max(range.high, value);
}

const unwrap = (longitude: number): number => (longitude > 180 ? longitude - 360 : longitude);
