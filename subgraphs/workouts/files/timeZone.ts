import lookUp from '@photostructure/tz-lookup';
import type { Position } from '../domain/formulas/geo.ts';

/** The IANA time zone at a position, or null where the map knows none. */
export function timeZoneAt({ latitude, longitude }: Position): string | null {
  const zone = lookUp(latitude, longitude);
  return isSupported(zone) ? zone : null;
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
