import { buildTrack } from './buildTrack.ts';
import { elevationOf } from './formulas/elevation.ts';
import { movingSecondsFromPoints } from './formulas/movingTime.ts';
import { paceCurveOf } from './formulas/pace.ts';
import type { Recording } from './recording.ts';
import { stillSpeed, type Sport } from './sport.ts';
import { at, isKnown } from './track.ts';

const WALKING_BELOW = 7 / 3.6;
const RUNNING_BELOW = 16 / 3.6;
/** Metres climbed a kilometre above which a walk is a hike. */
const HIKING_CLIMB = 25;

/**
 * The sport of a recording that does not say: by mean speed in motion (below 7 km/h on foot, below 16 km/h running, above
 * it cycling), a climbing walk is a hike. OTHER without times, distance or any position: indoors and in a pool speed tells
 * nothing. The person can always say better.
 */
export function guessSport(recording: Recording): Sport {
  const { track } = buildTrack(recording, 'OTHER', true);
  if (!isKnown(track.latitude)) return 'OTHER';
  const { meters } = paceCurveOf(track);
  const covered = at(meters, meters.length - 1);
  const movingSeconds = movingSecondsFromPoints(track, stillSpeed('WALKING'));
  if (!(covered > 0) || !movingSeconds) return 'OTHER';
  const speed = covered / movingSeconds;
  if (speed >= RUNNING_BELOW) return 'CYCLING';
  if (speed >= WALKING_BELOW) return 'RUNNING';
  const { ascentMeters: ascent, descentMeters: descent } = recording.totals;
  const gain = elevationOf(track, { ascent, descent }, recording.barometer).gainMeters ?? 0;
  return (gain * 1000) / covered > HIKING_CLIMB ? 'HIKING' : 'WALKING';
}
