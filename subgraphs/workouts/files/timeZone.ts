import lookUp from '@photostructure/tz-lookup';
import type { Position } from '../domain/formulas/geo.ts';

/** The IANA time zone at a position, or null where the map knows none. */
export function timeZoneAt({ latitude, longitude }: Position): string | null {
  const zone = lookUp(latitude, longitude);
  return isSupported(zone) ? zone : null;
}

/** The map may be newer than the runtime's time zone data. */
function isSupported(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
