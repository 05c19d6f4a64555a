import { find, setCache } from 'geo-tz';
import { LRUCache } from 'lru-cache';
import type { Position } from '../domain/formulas/geo.ts';

/** The map lies on disk. Of its 21 500 pieces, of which the largest has 80 kB there, so many stay in memory. */
setCache({ store: new LRUCache<string, object>({ max: 16 }) });

/**
 * The IANA time zone at a position, or null where the map knows none that the runtime knows too. The borders are those of
 * OpenStreetMap (timezone-boundary-builder, Open Database License, © OpenStreetMap contributors), at sea they are meridians.
 */
export function timeZoneAt({ latitude, longitude }: Position): string | null {
  return find(latitude, longitude).find(isSupported) ?? null;
}

const SUPPORTED = new Map<string, boolean>();

/** The map may be newer than the runtime's time zone data. */
function isSupported(zone: string): boolean {
  const known = SUPPORTED.get(zone) ?? canFormat(zone);
  SUPPORTED.set(zone, known);
  return known;
}

function canFormat(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
